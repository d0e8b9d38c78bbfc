package dev.holdfast.benchmarks;

import dev.holdfast.proof.Route;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The fault proxy, with no fault armed, beside the direct way and beside a proxy that copies bytes and knows nothing; each
 * proxy in a JVM of its own. What one session's {@code select 1} costs more, throughput of 64 sessions in a closed loop, and
 * at half of what the direct way can do.
 */
public final class ProxyBenchmark {
    private static final int SESSIONS = 64;
    private static final int SCALE = 5;
    private static final int MOST_SAMPLES = 1_000_000;
    private static final List<String> WAYS = List.of("direct", "copier", "proxy");
    private static final int DIRECT = 0;
    private static final int COPIER = 1;
    private static final int PROXY = 2;
    private final int runs;
    private final Duration time;
    private final PrintWriter out;

    /** What is measured on one way, which listens on {@code port}. */
    private interface Measure {
        double on(int port) throws SQLException;
    }

    /**
     * A benchmark that prints to {@code out}.
     *
     * @param runs on each way in each setting, alternating
     * @param time of one run
     */
    public ProxyBenchmark(int runs, Duration time, PrintWriter out) {
        this.runs = runs;
        this.time = time;
        this.out = out;
    }

    public void run() throws SQLException {
        String rival = Pgbench.version();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(
                        EmbeddedOptions.defaults().withMaxConnections(150).withSetting("shared_buffers", "256MB"));
                Database database = server.createDatabase("bench");
                RelayProcess copier = RelayProcess.start("copier", server.host(), server.port());
                RelayProcess proxy = RelayProcess.start("proxy", server.host(), server.port())) {
            int[] ports = {server.port(), copier.port(), proxy.port()};
            out.printf(
                    "PostgreSQL %s on this machine (%d cores); load: select 1 by JDBC, and %s -S -M prepared -j 2, TCP%n",
                    server.version(), Runtime.getRuntime().availableProcessors(), rival);
            out.printf(
                    "%d alternating runs of %d s each; the median, and the least and most%n%n", runs, time.toSeconds());
            out.flush();
            new Pgbench(database).initialize(SCALE);
            latency(database, ports);
            double direct = throughput(database, ports);
            halfLoad(database, ports, direct / 2);
        }
    }

    private void latency(Database database, int[] ports) throws SQLException {
        double[][] micros = measure(ports, port -> selectOne(database, port));
        print("one session, median of select 1", micros, "%.1f", "µs");
        compare("copier adds", micros, COPIER, DIRECT, false);
        compare("proxy adds", micros, PROXY, DIRECT, false);
    }

    /** The median, in microseconds. */
    private double selectOne(Database database, int port) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name();
        long[] nanos = new long[MOST_SAMPLES];
        int samples = 0;
        try (Connection connection = Route.open(url, database.server(), "bench");
                Statement statement = connection.createStatement()) {
            long end = System.nanoTime() + time.toNanos();
            long began = System.nanoTime();
            while (began < end && samples < MOST_SAMPLES) {
                try (ResultSet row = statement.executeQuery("select 1")) {
                    row.next();
                }
                long done = System.nanoTime();
                nanos[samples++] = done - began;
                began = done;
            }
        }
        Arrays.sort(nanos, 0, samples);
        return nanos[samples / 2] / 1e3;
    }

    private double throughput(Database database, int[] ports) throws SQLException {
        double[][] rates =
                measure(ports, port -> new Pgbench(database, port).throughput(Workload.SELECT_ONLY, SESSIONS, time));
        print(SESSIONS + " sessions, closed loop", rates, "%.0f", "tps");
        compare("copier / direct", rates, COPIER, DIRECT, true);
        compare("proxy / copier", rates, PROXY, COPIER, true);
        return median(rates[DIRECT]);
    }

    private void halfLoad(Database database, int[] ports, double rate) throws SQLException {
        double[][] rates = measure(
                ports,
                port -> new Pgbench(database, port)
                                .latencies(Workload.SELECT_ONLY, SESSIONS, time, rate, () -> {})
                                .length
                        / (double) time.toSeconds());
        print("%d sessions at %.0f tps, half of direct".formatted(SESSIONS, rate), rates, "%.0f", "tps");
        compare("copier / direct", rates, COPIER, DIRECT, true);
        compare("proxy / direct", rates, PROXY, DIRECT, true);
    }

    /** By way and run: alternating, after one run of each that lets the JVMs compile. */
    private double[][] measure(int[] ports, Measure measure) throws SQLException {
        double[][] figures = new double[ports.length][runs];
        for (int port : ports) {
            measure.on(port);
        }
        for (int run = 0; run < runs; run++) {
            for (int way = 0; way < ports.length; way++) {
                figures[way][run] = measure.on(ports[way]);
            }
        }
        return figures;
    }

    private void print(String what, double[][] figures, String format, String unit) {
        out.printf("%s:%n", what);
        for (int way = 0; way < figures.length; way++) {
            out.printf("  %-18s %s %s%n", WAYS.get(way), spread(figures[way], format), unit);
        }
        out.flush();
    }

    /** Of runs that followed one another, so that what slows the machine slows both. */
    private void compare(String what, double[][] figures, int one, int other, boolean ratio) {
        double[] compared = new double[runs];
        for (int run = 0; run < runs; run++) {
            double left = figures[one][run];
            double right = figures[other][run];
            compared[run] = ratio ? left / right : left - right;
        }
        out.printf("  %-18s %s%s%n", what, spread(compared, ratio ? "%.2f" : "%.1f"), ratio ? "" : " µs");
        out.flush();
    }

    private static String spread(double[] figures, String format) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return (format + " (" + format + "-" + format + ")")
                .formatted(median(figures), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
