package dev.holdfast.benchmarks;

import dev.holdfast.proof.Pace;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Route;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Our sessions, with everything that a proof records of them, beside pgbench: throughput in a closed loop, latency at a
 * fixed rate of 30 % of pgbench's throughput, and whether a server that stands still for a second is seen.
 */
public final class DriverBenchmark {
    private static final int SCALE = 20;
    private static final int PACED_SESSIONS = 8;
    private final int runs;
    private final Duration time;
    private final PrintWriter out;

    /**
     * A benchmark that prints to {@code out}.
     *
     * @param runs of each driver in each setting, alternating
     * @param time of one run
     */
    public DriverBenchmark(int runs, Duration time, PrintWriter out) {
        this.runs = runs;
        this.time = time;
        this.out = out;
    }

    public void run() throws SQLException {
        String rival = Pgbench.version();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                        EmbeddedOptions.defaults().withMaxConnections(150).withSetting("shared_buffers", "512MB"));
                Database database = server.createDatabase("bench")) {
            out.printf(
                    "PostgreSQL %s on this machine (%d cores), %s; rival: %s -M prepared -j 2, TCP; scale %d%n",
                    server.version(),
                    Runtime.getRuntime().availableProcessors(),
                    server.durability().claim(),
                    rival,
                    SCALE);
            out.printf(
                    "%d alternating runs of %d s each; the median, and the least and most%n%n", runs, time.toSeconds());
            out.flush();
            Pgbench pgbench = new Pgbench(database);
            pgbench.initialize(SCALE);
            for (Workload workload : Workload.values()) {
                for (int warmUp = 0; warmUp < 2; warmUp++) { // lets the JVM compile
                    ours(server, database, workload, PACED_SESSIONS, Optional.empty(), warmUp);
                }
                double most = 0;
                for (int sessions : new int[] {PACED_SESSIONS, 100}) {
                    most = Math.max(most, throughput(server, database, pgbench, workload, sessions));
                }
                latency(server, database, pgbench, workload, 0.3 * most);
            }
            standstill(server, database, pgbench);
        }
    }

    private double throughput(
            EmbeddedPostgres server, Database database, Pgbench pgbench, Workload workload, int sessions) {
        double[] theirs = new double[runs];
        double[] ours = new double[runs];
        double[] ratios = new double[runs];
        for (int i = 0; i < runs; i++) {
            theirs[i] = pgbench.throughput(workload, sessions, time);
            ours[i] = ours(server, database, workload, sessions, Optional.empty(), i)
                    .ratePerSecond();
            ratios[i] = ours[i] / theirs[i];
        }
        out.printf(
                "%-12s %3d sessions, closed loop: ours %s, pgbench %s tps; ratio %s%n",
                workload, sessions, spread(ours, "%.0f"), spread(theirs, "%.0f"), spread(ratios, "%.2f"));
        out.flush();
        return median(theirs);
    }

    private void latency(EmbeddedPostgres server, Database database, Pgbench pgbench, Workload workload, double rate) {
        double[] theirs = new double[runs];
        double[] ours = new double[runs];
        for (int i = 0; i < runs; i++) {
            long[] sorted = pgbench.latencies(workload, PACED_SESSIONS, time, rate, () -> {});
            theirs[i] = Pgbench.percentile(sorted, 99) / 1e3;
            Optional<Pace> pace = Optional.of(new Pace.PerSecond(rate));
            ours[i] = ours(server, database, workload, PACED_SESSIONS, pace, i)
                            .latency()
                            .p99()
                    / 1e3;
        }
        out.printf(
                "%-12s %3d sessions, %.0f tps (30 %%): p99 ours %s, pgbench %s ms%n",
                workload, PACED_SESSIONS, rate, spread(ours, "%.2f"), spread(theirs, "%.2f"));
        out.flush();
    }

    /** The server is stopped for a second in the middle of a run at a fixed rate: the longest latency must show it. */
    private void standstill(EmbeddedPostgres server, Database database, Pgbench pgbench) {
        double rate = 500;
        long[] sorted = pgbench.latencies(Workload.SELECT_ONLY, PACED_SESSIONS, time, rate, () -> pause(server));
        Thread pausing = Thread.ofPlatform().start(() -> pause(server));
        Result ours =
                ours(server, database, Workload.SELECT_ONLY, PACED_SESSIONS, Optional.of(new Pace.PerSecond(rate)), 0);
        join(pausing);
        out.printf(
                "server stopped for 1 s at %.0f tps: p95 ours %.0f, pgbench %.0f ms; longest ours %.0f, pgbench %.0f ms%n",
                rate,
                ours.latency().p95() / 1e3,
                Pgbench.percentile(sorted, 95) / 1e3,
                ours.latency().max() / 1e3,
                Pgbench.percentile(sorted, 100) / 1e3);
        out.flush();
    }

    private void pause(EmbeddedPostgres server) {
        LockSupport.parkNanos(time.toNanos() / 2);
        server.suspend();
        LockSupport.parkNanos(1_000_000_000);
        server.resume();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Result ours(
            EmbeddedPostgres server,
            Database database,
            Workload workload,
            int sessions,
            Optional<Pace> pace,
            int iteration) {
        ProofOptions options = new ProofOptions(42, false, Optional.empty(), Optional.of(time), pace, Route.DIRECT);
        Result result = new Prover(server, options, Watcher.NONE)
                .prove(workload.on(database, SCALE, sessions, time), iteration);
        if (!(result.verdict() instanceof Verdict.Holds)) {
            throw new IllegalStateException("our own run went wrong: " + result.verdict());
        }
        return result;
    }

    private static String spread(double[] figures, String format) {
        List<String> parts = new ArrayList<>();
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        for (double figure : new double[] {median(figures), sorted[0], sorted[sorted.length - 1]}) {
            parts.add(format.formatted(figure));
        }
        return parts.get(0) + " (" + parts.get(1) + "-" + parts.get(2) + ")";
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
