package dev.holdfast.benchmarks.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** From an empty pool to fifty connections that fifty threads hold at once. */
final class Growth {
    private static final int CONNECTIONS = 50;
    private static final Sizes SIZES = new Sizes(1, CONNECTIONS, CONNECTIONS, Duration.ofSeconds(20));
    private static final List<PoolKind> KINDS = List.of(
            PoolKind.AGROAL_PER_TENANT, PoolKind.OURS_STRICT, PoolKind.HIKARI_SINGLE, PoolKind.KEYED_COMMONS_POOL2);

    private final RealServer server;
    private final int runs;
    private final Page page;

    Growth(RealServer server, int runs, Page page) {
        this.server = server;
        this.runs = runs;
        this.page = page;
    }

    /** At least three times: it is over soon. */
    void run() {
        page.title("0 to " + CONNECTIONS + " connections of one database, held at once; milliseconds:");
        Alternating.runs(1, KINDS, page, this::play); // loads and compiles
        Map<PoolKind, List<Double>> millis = Alternating.runs(Math.max(3, runs), KINDS, page, this::play);
        List<Double> bound = millis.getOrDefault(PoolKind.AGROAL_PER_TENANT, List.of());
        page.row("", "ms", "/ Agroal", "goal");
        millis.forEach((kind, each) -> {
            Figures ratio = Figures.ratio(each, bound);
            page.row(
                    kind.toString(),
                    Figures.of(each).spread("%.0f"),
                    ratio.spread("%.2f"),
                    kind == PoolKind.OURS_STRICT ? "<= 1.00 " + Page.verdict(ratio.median() <= 1) : "");
        });
        page.table();
    }

    private double play(PoolKind kind) throws SQLException, InterruptedException, ExecutionException {
        server.sessions();
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (TenantPools pools = kind.open(server.place(), SIZES)) {
            CyclicBarrier barrier = new CyclicBarrier(CONNECTIONS);
            List<Future<Long>> all = new ArrayList<>();
            for (int thread = 0; thread < CONNECTIONS; thread++) {
                all.add(threads.submit(holder(pools, barrier)));
            }
            long longest = 0;
            for (Future<Long> each : all) {
                longest = Math.max(longest, each.get());
            }
            return longest / 1e6;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Gives back when all have one. */
    private static Callable<Long> holder(TenantPools pools, CyclicBarrier barrier) {
        return () -> {
            barrier.await();
            long began = System.nanoTime();
            Connection connection = pools.borrow(0);
            long took = System.nanoTime() - began;
            barrier.await();
            pools.giveBack(0, connection);
            return took;
        };
    }
}
