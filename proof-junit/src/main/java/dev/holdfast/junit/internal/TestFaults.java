package dev.holdfast.junit.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.junit.Faults;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.fault.Armed;
import dev.holdfast.proof.fault.Fault;
import dev.holdfast.proof.fault.FaultProxy;
import dev.holdfast.proof.fault.Firing;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** The faults of one test and the proxy before its server. Thread-safe. */
public final class TestFaults implements Faults, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHOWN = 5;
    private static final String AT_WORK = """
            select pid, application_name, state, left(query, 100)
              from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()
               and backend_type = 'client backend' and xact_start is not null""";

    private final PostgresServer server;
    private final boolean own;
    private final FaultProxy proxy;
    private final List<Armed> armed = new CopyOnWriteArrayList<>();

    /**
     * Listens; returns when it does.
     *
     * @param own whether nobody but this test uses {@code server}
     */
    public TestFaults(PostgresServer server, boolean own, TestSeed seed) {
        this.server = server;
        this.own = own;
        this.proxy = FaultProxy.before(server, seed.value());
    }

    @Override
    public Armed arm(String fault) {
        return arm(Fault.parse(fault));
    }

    @Override
    public Armed arm(Fault fault) {
        Armed one = proxy.arm(fault);
        armed.add(one);
        return one;
    }

    @Override
    public Firing struck(Armed fault) {
        return fault.await(PATIENCE)
                .orElseThrow(() -> new AssertionFailedError("%s: didn't strike within %d s\n  detail: %s"
                        .formatted(fault.fault(), PATIENCE.toSeconds(), proxy.counts())));
    }

    @Override
    public <T> T truth(TestDatabase database, Session.Work<T> look) throws SQLException {
        try (Connection truth = server.connect(database.name());
                Statement statement = truth.createStatement()) {
            awaitNobodyAtWork(statement);
            return look.on(truth);
        }
    }

    /** The server waits for us: nobody tells when a session has ended its transaction. */
    private static void awaitNobodyAtWork(Statement statement) throws SQLException {
        Deadline deadline = Deadline.in(PATIENCE);
        for (String working = atWork(statement); !working.isEmpty(); working = atWork(statement)) {
            if (deadline.passed()) {
                throw new AssertionFailedError(
                        "sessions are still in a transaction after " + PATIENCE.toSeconds() + " s" + working);
            }
            statement.execute("select pg_sleep(0.002)");
        }
    }

    private static String atWork(Statement statement) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet row = statement.executeQuery(AT_WORK)) {
            while (row.next()) {
                text.append("\n  pid=%d %s %s: %s"
                        .formatted(row.getInt(1), row.getString(2), row.getString(3), row.getString(4)));
            }
        }
        return text.toString();
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public EmbeddedPostgres server() {
        if (own && server instanceof EmbeddedPostgres embedded) {
            return embedded;
        }
        throw new IllegalStateException("""
                the server isn't this test's own
                  detail: %s is used by other tests, too, or isn't embedded
                  hint: Write @Holdfast(ownServer = true) on the class or the method.""".formatted(server));
    }

    /**
     * To be called when a test has passed.
     *
     * @throws AssertionError if a fault is armed that has never struck
     */
    public void assertAllStruck() {
        List<Armed> waiting =
                proxy.armed().stream().filter(fault -> fault.fired() == 0).toList();
        if (!waiting.isEmpty()) {
            throw new AssertionFailedError("""
                    armed, and never struck: %s
                      detail: the test did not test what it says
                    %s
                      hint: Is it at a place that the test comes by? Else disarm() it.""".formatted(
                    waiting.stream().map(fault -> fault.fault().toString()).collect(Collectors.joining("; ")),
                    evidence()));
        }
    }

    /** What was armed, how often it struck, and where; for a test that failed. Empty if nothing was armed. */
    public String evidence() {
        return armed.stream().map(TestFaults::evidence).collect(Collectors.joining("\n"));
    }

    private static String evidence(Armed fault) {
        String where = fault.firings().stream()
                .limit(SHOWN)
                .map(firing -> "\n    " + firing)
                .collect(Collectors.joining());
        return "  " + fault + where;
    }

    /** Resets what still is connected through the proxy. */
    @Override
    public void close() {
        proxy.close();
    }

    @Override
    public String toString() {
        return proxy.toString();
    }
}
