package dev.holdfast.benchmarks.pools;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.HandOver;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a tenant costs that is known and has no connection: bytes of the heap, and threads. */
final class Registered {
    private static final int TENANTS = 100_000;
    private static final int POOLS = 1_000;
    private static final int USED = 100;

    private final Page page;

    Registered(Page page) {
        this.page = page;
    }

    void run() {
        page.title("A registered tenant without connections:");
        page.row("", "tenants", "bytes each", "threads in all", "seconds", "goal");
        hikari();
        Attempt.of(this::ours, reason -> page.row("ours", "not measured: " + reason));
        page.table();
    }

    /** The tenant's id is among the bytes. Threads are counted when some tenants have been used. */
    private boolean ours() throws SQLException {
        int threads = threads();
        Sizes sizes = new Sizes(0, 2, 2 * USED, Duration.ofSeconds(5));
        try (Connections connections = Connections.open(OurPool.options(Place.nowhere(), sizes, HandOver.TRUSTED))) {
            for (int tenant = 0; tenant < USED; tenant++) {
                connections.lease(new TenantId("used" + tenant)).close();
            }
            long before = heap();
            long began = System.nanoTime();
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                connections.handle(new TenantId(Place.tenant(tenant)));
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            double bytes = (double) (heap() - before) / TENANTS;
            int more = threads() - threads;
            row(
                    "ours",
                    TENANTS,
                    bytes,
                    more,
                    seconds,
                    "<= 200 bytes " + Page.verdict(bytes <= 200) + ", <= 4 threads " + Page.verdict(more <= 4));
        }
        return true;
    }

    private void hikari() {
        int threads = threads();
        long before = heap();
        long began = System.nanoTime();
        List<HikariDataSource> pools = new ArrayList<>();
        for (int tenant = 0; tenant < POOLS; tenant++) {
            pools.add(HikariPools.pool(Place.nowhere(), tenant, new Sizes(POOLS, 2, POOLS, Duration.ofSeconds(5))));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        row("HikariCP each", POOLS, (double) (heap() - before) / POOLS, threads() - threads, seconds, "");
        pools.forEach(HikariDataSource::close);
    }

    private void row(String what, int tenants, double bytes, int threads, double seconds, String goal) {
        page.row(
                what,
                String.format(Locale.ROOT, "%,d", tenants),
                String.format(Locale.ROOT, "%,.0f", bytes),
                Integer.toString(threads),
                String.format(Locale.ROOT, "%.2f", seconds),
                goal);
    }

    /** Used, after collections that change nothing any more. */
    static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int collection = 0; collection < 8; collection++) {
            System.gc();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (used - now < 10_000) {
                return now;
            }
            used = now;
        }
        return used;
    }

    /** Without the JVM's own that carry virtual threads. */
    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("ForkJoinPool-1") && !name.startsWith("VirtualThread-"))
                .count();
    }
}
