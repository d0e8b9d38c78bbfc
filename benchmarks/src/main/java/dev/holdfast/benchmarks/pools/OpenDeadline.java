package dev.holdfast.benchmarks.pools;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Opening takes three seconds, four callers have half a second: how long does the last one wait? */
final class OpenDeadline {
    private static final int CALLERS = 4;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(25);
    private static final Sizes SIZES = new Sizes(1, CALLERS, CALLERS, PATIENCE);

    /** PostgreSQL's own way to be slow: after the password, before the first answer. */
    private static final String SLOW = "?options=-c%20post_auth_delay=3";

    private static final List<PoolKind> KINDS = List.of(
            PoolKind.OURS_STRICT,
            PoolKind.HIKARI_PER_TENANT,
            PoolKind.AGROAL_PER_TENANT,
            PoolKind.DBCP2_PER_TENANT,
            PoolKind.KEYED_COMMONS_POOL2);

    private final RealServer server;
    private final Page page;

    OpenDeadline(RealServer server, Page page) {
        this.server = server;
        this.page = page;
    }

    void run() {
        page.title("Opening takes 3 s (post_auth_delay), four callers with 500 ms each, once:");
        page.row("", "longest wait", "served", "goal");
        for (PoolKind kind : KINDS) {
            Attempt.of(() -> play(kind), reason -> page.row(kind.toString(), "not measured: " + reason))
                    .ifPresent(waits -> row(kind, waits));
        }
        page.table();
    }

    private void row(PoolKind kind, Map.Entry<Double, Long> waits) {
        double limit = PATIENCE.plus(GRACE).toMillis();
        page.row(
                kind.toString(),
                String.format(Locale.ROOT, "%,.0f ms", waits.getKey()),
                Long.toString(waits.getValue()),
                kind == PoolKind.OURS_STRICT
                        ? "<= %.0f ms %s".formatted(limit, Page.verdict(waits.getKey() <= limit))
                        : "");
    }

    /** The longest wait in milliseconds, and how many were served. */
    private Map.Entry<Double, Long> play(PoolKind kind) throws SQLException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (TenantPools pools = kind.open(server.place().withProperties(SLOW), SIZES)) {
            List<Future<Double>> waits = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                waits.add(threads.submit(caller(pools)));
            }
            double longest = 0;
            long served = 0;
            for (Future<Double> each : waits) {
                longest = Math.max(longest, Math.abs(each.get()));
                served += each.get() > 0 ? 1 : 0;
            }
            return Map.entry(longest, served);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Milliseconds; negative if it was not served. */
    private static Callable<Double> caller(TenantPools pools) {
        return () -> {
            long began = System.nanoTime();
            try {
                pools.giveBack(0, pools.borrow(0));
                return (System.nanoTime() - began) / 1e6;
            } catch (SQLException e) {
                return -(System.nanoTime() - began) / 1e6;
            }
        };
    }
}
