package dev.holdfast.benchmarks.pools;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.HandOver;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The ten figures that a manager of tenants' connections in Go set itself and its tests logged, ten times stricter. Its
 * tenants are made one after the other, with their database, and used once; so are these.
 */
final class Bars {
    private static final int BUDGET = 120;
    private static final int REUSES = 1_000;
    private static final int QUERIES = 1_000;
    private static final int WORKERS = 20;
    private static final int CYCLES = 10;
    private static final int PER_CYCLE = 5;
    private static final int MANY = 100;
    private static final int[] GROWING = {5, 10, 20, MANY};
    private static final double MEGABYTE = 1 << 20;
    private static final Sizes SIZES = new Sizes(Neighbours.TENANTS, 10, BUDGET, Duration.ofSeconds(10));

    private final RealServer server;
    private final Duration time;
    private final Page page;
    private int names;

    /** What a bar is about. */
    private interface Measurement {
        double of(Connections connections) throws SQLException, InterruptedException;
    }

    Bars(RealServer server, Duration time, Page page) {
        this.server = server;
        this.time = time;
        this.page = page;
    }

    void run() throws SQLException {
        page.title("The seed's bars, ten times stricter (STRICT, budget " + BUDGET + "):");
        page.row("", "bar", "measured", "");
        warmUp();
        below("reuse: lease and SELECT 1, mean of " + REUSES, 1, "ms", this::reuse);
        below("creation: database, first lease, SELECT 1, median of 10", 50, "ms", this::creation);
        above("queries/s: " + QUERIES + " threads, 5 tenants", 1_000, this::queries);
        above("ops/s: " + WORKERS + " workers, 9 tenants, sustained", 5_000, this::sustained);
        growing();
        below("heap per 100 tenants, a connection each", 10, "MB", this::memory);
        below("heap growth over " + CYCLES + " cycles of " + PER_CYCLE + " created and dropped", 1, "MB", this::cycles);
        page.table();
        floor();
    }

    private void below(String what, double bar, String unit, Measurement measurement) {
        measure(what, measurement)
                .ifPresent(figure -> page.row(
                        what,
                        String.format(Locale.ROOT, "< %.1f %s", bar, unit),
                        String.format(Locale.ROOT, "%.2f %s", figure, unit),
                        Page.verdict(figure < bar)));
    }

    private void above(String what, double bar, Measurement measurement) {
        measure(what, measurement)
                .ifPresent(figure -> page.row(
                        what,
                        String.format(Locale.ROOT, "> %,.0f", bar),
                        String.format(Locale.ROOT, "%,.0f", figure),
                        Page.verdict(figure > bar)));
    }

    private Optional<Double> measure(String what, Measurement measurement) {
        return Attempt.of(
                () -> {
                    try (Connections connections = open()) {
                        return measurement.of(connections);
                    }
                },
                reason -> page.row(what, "not measured: " + reason));
    }

    private Connections open() throws SQLException {
        ConnectionsOptions options = OurPool.options(server.place(), SIZES, HandOver.STRICT);
        return Connections.open(options);
    }

    /** Of a pool: the JVM has run others before. */
    private void warmUp() {
        String what = "warm-up: open, system database, one tenant";
        Attempt.of(
                        () -> {
                            long began = System.nanoTime();
                            try (Connections connections = open();
                                    Lease system = connections.system()) {
                                use(system);
                                use(connections, existing(0));
                                return seconds(began);
                            }
                        },
                        reason -> page.row(what, "not measured: " + reason))
                .ifPresent(seconds -> page.row(
                        what, "< 0.5 s", String.format(Locale.ROOT, "%.3f s", seconds), Page.verdict(seconds < 0.5)));
    }

    private double reuse(Connections connections) throws SQLException {
        use(connections, existing(0));
        long began = System.nanoTime();
        for (int reuse = 0; reuse < REUSES; reuse++) {
            use(connections, existing(0));
        }
        return seconds(began) * 1_000 / REUSES;
    }

    private double creation(Connections connections) throws SQLException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long began = System.nanoTime();
            create(connections);
            millis.add(seconds(began) * 1_000);
        }
        return Figures.of(millis).median();
    }

    private double queries(Connections connections) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long began = System.nanoTime();
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int query = 0; query < QUERIES; query++) {
                TenantId tenant = existing(query % 5);
                all.add(() -> use(connections, tenant));
            }
            for (Future<Boolean> each : threads.invokeAll(all)) {
                if (each.state() != Future.State.SUCCESS) {
                    throw new IllegalStateException("a query failed", each.exceptionNow());
                }
            }
            return QUERIES / seconds(began);
        }
    }

    private double sustained(Connections connections) throws InterruptedException {
        TenantPools pools = new TenantPools() {
            @Override
            public Connection borrow(int tenant) throws SQLException {
                return connections.lease(existing(tenant));
            }

            @Override
            public void close() {}
        };
        Crowd crowd = new Crowd(pools, "SELECT 1");
        for (int worker = 0; worker < WORKERS; worker++) {
            crowd.add(worker % Neighbours.TENANTS, 1);
        }
        List<Crowd.Borrower> borrowers = crowd.work(time);
        if (!Crowd.failures(borrowers).isEmpty()) {
            throw new IllegalStateException("failed: " + Crowd.failures(borrowers));
        }
        return borrowers.stream().mapToInt(Crowd.Borrower::leases).sum() / (time.toMillis() / 1e3);
    }

    /** A hundred in 6 s, and no worse than in proportion. */
    private void growing() {
        double first = 0;
        for (int count : GROWING) {
            double seconds = measure(count + " tenants", connections -> {
                        long began = System.nanoTime();
                        createAll(connections, count);
                        return seconds(began);
                    })
                    .orElse(Double.NaN);
            if (Double.isNaN(seconds)) {
                return;
            }
            first = count == GROWING[0] ? seconds : first;
            double most = 1.5 * first * count / GROWING[0];
            page.row(
                    count + " tenants created and used, one after the other",
                    count == GROWING[0] ? "" : String.format(Locale.ROOT, "< %.2f s (1.5 x %d / 5)", most, count),
                    String.format(Locale.ROOT, "%.2f s", seconds),
                    count == GROWING[0] ? "" : Page.verdict(seconds < most));
            if (count == MANY) {
                page.row(
                        "100 tenants",
                        "< 6 s",
                        String.format(Locale.ROOT, "%.2f s", seconds),
                        Page.verdict(seconds < 6));
            }
        }
    }

    private double memory(Connections connections) throws SQLException {
        List<TenantId> tenants = new ArrayList<>();
        for (int made = 0; made < names && tenants.size() < 100; made++) {
            tenants.add(new TenantId("made" + made));
        }
        use(connections, existing(0));
        long before = Registered.heap();
        for (TenantId tenant : tenants) {
            use(connections, tenant);
        }
        return (Registered.heap() - before) / MEGABYTE * 100 / tenants.size();
    }

    private double cycles(Connections connections) throws SQLException {
        cycle(connections);
        long before = Registered.heap();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            cycle(connections);
        }
        return (Registered.heap() - before) / MEGABYTE;
    }

    private void cycle(Connections connections) throws SQLException {
        for (TenantId tenant : createAll(connections, PER_CYCLE)) {
            connections.tenants().drop(tenant, Deadline.in(Duration.ofSeconds(10)));
        }
    }

    private List<TenantId> createAll(Connections connections, int count) throws SQLException {
        List<TenantId> tenants = new ArrayList<>();
        for (int tenant = 0; tenant < count; tenant++) {
            tenants.add(create(connections));
        }
        return tenants;
    }

    private TenantId create(Connections connections) throws SQLException {
        TenantId tenant = new TenantId("made" + names++);
        connections.tenants().create(tenant, Tenants.Contents.EMPTY, Deadline.in(Duration.ofSeconds(20)));
        use(connections, tenant);
        return tenant;
    }

    private static TenantId existing(int tenant) {
        return new TenantId(Place.tenant(tenant));
    }

    private static boolean use(Connections connections, TenantId tenant) throws SQLException {
        try (Lease lease = connections.lease(tenant)) {
            return use(lease);
        }
    }

    private static boolean use(Connection connection) throws SQLException {
        return RealServer.number(connection, "SELECT 1") == 1;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** The same work by the driver alone, without a pool: none could be faster. */
    private void floor() throws SQLException {
        List<Connection> kept = new ArrayList<>();
        List<Double> creations = new ArrayList<>();
        long began = System.nanoTime();
        try (Connection connection = server.embedded().connect();
                Statement statement = connection.createStatement()) {
            for (int tenant = 0; tenant < MANY; tenant++) {
                String database = "bench_floor" + tenant;
                long created = System.nanoTime();
                statement.execute("CREATE DATABASE " + database);
                creations.add(seconds(created) * 1_000);
                kept.add(server.embedded().connect(database));
                use(kept.getLast());
            }
        } finally {
            for (Connection one : kept) {
                one.close();
            }
        }
        page.line(String.format(
                Locale.ROOT,
                "  the driver alone, in %s: %d databases created, connected to and used in %.2f s; CREATE DATABASE by itself %s ms",
                System.getProperty(RealServer.DIRECTORY, "/tmp"),
                MANY,
                seconds(began),
                Figures.of(creations).spread("%.0f")));
    }
}
