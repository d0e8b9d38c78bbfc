package dev.holdfast.catalog.internal;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A trial whose sessions borrow tenants' connections of a source, with what must hold whatever they do. */
abstract class TenantTrial implements Trial {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    final Stage stage;
    final Findings findings;
    final TenantGround ground;
    final TenantSource source;
    final Queue<TenantLease> leases = new ConcurrentLinkedQueue<>();
    private final AtomicInteger most = new AtomicInteger();
    private volatile boolean looking = true;

    TenantTrial(Stage stage, TenantGround ground, TenantSource source) {
        this.stage = stage;
        this.findings = stage.findings();
        this.ground = ground;
        this.source = source;
    }

    @Override
    public boolean bringsConnections() {
        return true;
    }

    @Override
    public Connection connect(int session) {
        throw new UnsupportedOperationException("sessions borrow their connections");
    }

    /** The sessions of one round begin. */
    @Override
    public void prepare(int round) throws SQLException {
        looking = true;
    }

    /** Counts the subject's sessions on the server. */
    @Override
    public boolean observe(Connection oracle, int round) throws SQLException {
        int sessions = ground.sessions(oracle);
        most.accumulateAndGet(sessions, Math::max);
        TenantRules.withinBudget(sessions, source.budget(), findings);
        return looking;
    }

    /** What the sessions do from now on isn't looked at: the server is gone, for example. */
    void lookAway() {
        looking = false;
    }

    /** A refusal is an answer; anything else that goes wrong is not. */
    @Override
    public Outcome perform(Session session, Step step) {
        try {
            return act(session, step);
        } catch (LeaseRefused e) {
            return Outcome.refused("refused", e);
        } catch (TenantUnavailable e) {
            return Outcome.refused("unavailable", e);
        } catch (SQLException e) {
            return Outcome.refused(TenantRules.BROKEN + firstLine(e), e);
        }
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    abstract Outcome act(Session session, Step step) throws SQLException;

    /** What is done with a lease. */
    interface Use {
        void with(Connection connection) throws SQLException;
    }

    /** Leases, asks the server who it is, uses and gives back. */
    TenantLease borrow(Session session, TenantId tenant, Duration patience, Use use) throws SQLException {
        long requested = System.nanoTime();
        Connection connection = source.lease(tenant, Deadline.in(patience));
        long granted = System.nanoTime();
        TenantLease lease;
        try (connection) {
            Who who = who(connection);
            use.with(connection);
            lease = new TenantLease(
                    tenant, session.number(), who.backend(), who.database(), requested, granted, System.nanoTime());
            leases.add(lease);
        }
        return lease;
    }

    /** The same with one query that lasts. */
    TenantLease borrow(Session session, TenantId tenant, Duration patience, Duration use) throws SQLException {
        return borrow(session, tenant, patience, connection -> sleep(connection, use));
    }

    private record Who(long backend, String database) {}

    private static Who who(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        row -> new Who(row.getLong(1), row.getString(2)),
                        "select pg_backend_pid(), current_database()")
                .orElseThrow();
    }

    static long backend(Connection connection) throws SQLException {
        return Sql.number(connection, "select pg_backend_pid()");
    }

    static void sleep(Connection connection, Duration time) throws SQLException {
        if (!time.isZero()) {
            Sql.run(connection, "select pg_sleep(" + time.toNanos() / 1e9 + ")");
        }
    }

    /** Waits for a state of the subject, of which it tells nobody; whether it came. */
    static boolean await(BooleanSupplier state, Duration patience) {
        Deadline deadline = Deadline.in(patience);
        while (!state.getAsBoolean()) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(500_000);
        }
        return true;
    }

    /** Before the subject is closed. */
    abstract void judgeUse(History history) throws SQLException;

    @Override
    public final void judge(History history) throws SQLException {
        judgeUse(history);
        List<TenantLease> all = List.copyOf(leases);
        TenantRules.ownDatabase(ground, all, findings);
        TenantRules.oneBorrower(all, findings);
        TenantRules.leaseWorks(history, findings);
        TenantRules.neverTooMany(source.openFailures(), findings);
        findings.witnessed(TenantRules.LEASES, all.size());
        findings.fact("leases", String.valueOf(all.size()));
        findings.fact("opens", String.valueOf(source.figures().opens()));
        findings.fact("stolen", String.valueOf(source.figures().stolen()));
        findings.fact("most_sessions", most.get() + " of " + source.budget());
        source.close();
        TenantRules.noneLeft(ground.sessions(), findings);
    }

    /** What a trial does about its own part. */
    @Override
    public void close() {
        source.close();
    }
}
