package dev.holdfast.benchmarks.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Two thousand virtual threads on fifty connections of one tenant that do nothing; a thread yields once while it has one,
 * or no other would ever meet it.
 */
final class VirtualThreads {
    private static final int THREADS = 2_000;
    private static final int CONNECTIONS = 50;
    private static final List<PoolKind> KINDS = List.of(
            PoolKind.HIKARI_SINGLE, PoolKind.OURS_BY_HANDLE, PoolKind.AGROAL_PER_TENANT, PoolKind.KEYED_COMMONS_POOL2);

    private final int runs;
    private final Duration time;
    private final Page page;

    VirtualThreads(int runs, Duration time, Page page) {
        this.runs = runs;
        this.time = time;
        this.page = page;
    }

    /**
     * What one pool did in one run.
     *
     * @param rate cycles per microsecond, all threads together
     * @param idle threads that never had a connection
     * @param failed threads that an error ended, a borrower's patience of 5 s included
     */
    private record Outcome(double rate, int idle, int failed) {}

    void run() {
        page.title(
                String.format(Locale.ROOT, "%,d virtual threads on %d connections, one tenant:", THREADS, CONNECTIONS));
        print(Alternating.runs(runs, KINDS, page, this::play));
    }

    private void print(Map<PoolKind, List<Outcome>> outcomes) {
        List<Double> bound = rates(outcomes.getOrDefault(PoolKind.HIKARI_SINGLE, List.of()));
        page.row("", "M/s", "/ HikariCP", "never served", "failed", "goal");
        outcomes.forEach((kind, each) -> {
            Figures ratio = Figures.ratio(rates(each), bound);
            page.row(
                    kind.toString(),
                    Figures.of(rates(each)).spread("%.2f"),
                    ratio.spread("%.2f"),
                    Integer.toString(each.stream().mapToInt(Outcome::idle).max().orElse(0)),
                    Integer.toString(
                            each.stream().mapToInt(Outcome::failed).max().orElse(0)),
                    kind == PoolKind.OURS_BY_HANDLE ? ">= 1.00 " + Page.verdict(ratio.median() >= 1) : "");
        });
        page.table();
    }

    private static List<Double> rates(List<Outcome> outcomes) {
        return outcomes.stream().map(Outcome::rate).toList();
    }

    /** The first half warms up. */
    private Outcome play(PoolKind kind) throws SQLException, InterruptedException {
        Sizes sizes = new Sizes(1, CONNECTIONS, CONNECTIONS, Duration.ofSeconds(5));
        try (TenantPools pools = kind.open(Place.nowhere(), sizes)) {
            crowd(pools);
            return crowd(pools);
        }
    }

    private Outcome crowd(TenantPools pools) throws InterruptedException {
        Crowd crowd = new Crowd(pools, time.dividedBy(2));
        ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());
        for (int thread = 0; thread < THREADS; thread++) {
            threads.execute(crowd);
        }
        threads.shutdown();
        boolean ended = threads.awaitTermination(30, TimeUnit.SECONDS);
        threads.shutdownNow();
        if (!ended) {
            throw new IllegalStateException("threads still waited after 30 s");
        }
        return crowd.outcome();
    }

    /** What each thread does; begins when all are there. */
    private static final class Crowd implements Runnable {
        private final CyclicBarrier start = new CyclicBarrier(THREADS, this::begin);
        private final LongAdder cycles = new LongAdder();
        private final AtomicInteger served = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final TenantPools pools;
        private final Duration time;
        private volatile long began;

        Crowd(TenantPools pools, Duration time) {
            this.pools = pools;
            this.time = time;
        }

        private void begin() {
            began = System.nanoTime();
        }

        @Override
        public void run() {
            try {
                start.await();
                long mine = cycles();
                cycles.add(mine);
                served.addAndGet(mine > 0 ? 1 : 0);
            } catch (SQLException | InterruptedException | BrokenBarrierException e) {
                failed.incrementAndGet();
            }
        }

        @SuppressWarnings("ThreadPriorityCheck") // nothing depends on who runs next; only that somebody else may
        private long cycles() throws SQLException {
            long mine = 0;
            for (; System.nanoTime() - began < time.toNanos(); mine++) {
                Connection connection = pools.borrow(0);
                Thread.yield();
                pools.giveBack(0, connection);
            }
            return mine;
        }

        Outcome outcome() {
            double micros = Math.max(time.toNanos(), System.nanoTime() - began) / 1e3;
            return new Outcome(cycles.sum() / micros, THREADS - served.get() - failed.get(), failed.get());
        }
    }
}
