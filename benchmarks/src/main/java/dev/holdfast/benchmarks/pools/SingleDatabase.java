package dev.holdfast.benchmarks.pools;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code SELECT 1} of one database by eight threads with a connection each, what the pool costs there. */
final class SingleDatabase {
    private static final int THREADS = 8;
    private static final Sizes SIZES = new Sizes(1, THREADS, THREADS, Duration.ofSeconds(5));
    private static final List<PoolKind> KINDS =
            List.of(PoolKind.HIKARI_SINGLE, PoolKind.OURS_BY_HANDLE, PoolKind.OURS_STRICT, PoolKind.AGROAL_PER_TENANT);

    private final RealServer server;
    private final int runs;
    private final Duration time;
    private final Page page;

    SingleDatabase(RealServer server, int runs, Duration time, Page page) {
        this.server = server;
        this.runs = runs;
        this.time = time;
        this.page = page;
    }

    void run() {
        page.title("SELECT 1, one database, " + THREADS + " threads, " + THREADS + " connections:");
        Map<PoolKind, List<Double>> rates = Alternating.runs(runs, KINDS, page, this::play);
        List<Double> bound = rates.getOrDefault(PoolKind.HIKARI_SINGLE, List.of());
        page.row("", "per second", "/ HikariCP");
        rates.forEach((kind, each) -> page.row(
                kind == PoolKind.OURS_BY_HANDLE ? "ours, TRUSTED" : kind.toString(),
                Figures.of(each).spread("%,.0f"),
                Figures.ratio(each, bound).spread("%.2f")));
        page.table();
    }

    private double play(PoolKind kind) throws SQLException, InterruptedException {
        try (TenantPools pools = kind.open(server.place(), SIZES)) {
            work(pools, Duration.ofMillis(300));
            return work(pools, time) / (time.toMillis() / 1e3);
        }
    }

    private static double work(TenantPools pools, Duration time) throws InterruptedException {
        Crowd crowd = new Crowd(pools, "SELECT 1");
        crowd.add(0, THREADS);
        return crowd.work(time).stream().mapToInt(Crowd.Borrower::leases).sum();
    }
}
