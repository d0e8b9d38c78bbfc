package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection per server and JVM through which the administrator looks at what tests do; no test ever has it. It is
 * opened again after the server was restarted. Thread-safe: one look at a time.
 */
public final class ServerProbe implements AutoCloseable {
    private static final Duration VALIDATION = Duration.ofSeconds(2);

    /** A server that is suspended must not hold up all tests for ever. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** Until they are closed. */
    private static final Map<PostgresServer, ServerProbe> PROBES = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final PostgresServer server;

    @GuardedBy("lock")
    private @Nullable Connection connection;

    @GuardedBy("lock")
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    /** Per question, objects without an owner that it has met so far: whoever comes later didn't make them. */
    @GuardedBy("lock")
    private final Map<String, Set<String>> met = new HashMap<>();

    @GuardedBy("lock")
    private final Set<LeakWatch> watches = new HashSet<>();

    /** Connects when it is first asked. */
    public ServerProbe(PostgresServer server) {
        this.server = server;
    }

    /** The one of {@code server}, the same at each call. */
    public static ServerProbe of(PostgresServer server) {
        return PROBES.computeIfAbsent(server, ServerProbe::new);
    }

    PostgresServer server() {
        return server;
    }

    /** A statement for the administrator's connection. */
    private interface Ask<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** All that is to be seen of a lease, in one round trip. */
    List<Seen> look(Lease lease) throws SQLException {
        String question = question(lease);
        return ask(question, statement -> {
            statement.setString(1, lease.database().name());
            statement.setString(2, hasOwnRole(lease) ? lease.role() : null);
            List<Seen> all = Seen.read(statement.executeQuery());
            meet(question, all);
            return all;
        });
    }

    private String question(Lease lease) {
        return Looks.query(hasOwnRole(lease), server.majorVersion());
    }

    /** Whether what the lease's role makes can be told from what others make. */
    boolean hasOwnRole(Lease lease) {
        return !lease.role().equals(server.user());
    }

    private void meet(String question, List<Seen> all) {
        lock.lock();
        try {
            Set<String> now = new HashSet<>(met.getOrDefault(question, Set.of()));
            all.stream().filter(seen -> seen.what() == Seen.What.UNOWNED).forEach(seen -> now.add(seen.key()));
            met.put(question, Set.copyOf(now));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a watch; what has no owner can be told to be a test's only while no other watches.
     *
     * @return what without an owner was there before
     */
    Set<String> begin(LeakWatch watch, Lease lease) throws SQLException {
        lock.lock();
        try {
            watches.remove(watch);
            if (!watches.isEmpty()) {
                watch.crowd();
                watches.forEach(LeakWatch::crowd);
            }
            watches.add(watch);
            if (!met.containsKey(question(lease))) {
                look(lease);
            }
            return met.getOrDefault(question(lease), Set.of());
        } finally {
            lock.unlock();
        }
    }

    void end(LeakWatch watch) {
        lock.lock();
        try {
            watches.remove(watch);
        } finally {
            lock.unlock();
        }
    }

    /** Whether other processes' leases are in use on this server now. */
    boolean othersAreHere() throws SQLException {
        String ours = server.nameFor("x").replaceFirst("x$", "");
        return ask(Looks.STRANGERS, statement -> {
            statement.setString(1, ours);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }

    /** Ends sessions, and waits up to a second for each until it is gone. */
    void terminate(List<Integer> pids) throws SQLException {
        ask("SELECT pg_terminate_backend(pid, 1000) FROM unnest(?) pid", statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("int4", pids.toArray()));
            return statement.execute();
        });
    }

    /** Client sessions in {@code database} by state, but for those in {@code without}. */
    public Map<String, Integer> connectionsByState(String database, Set<Integer> without) throws SQLException {
        return ask(Looks.STATES, statement -> {
            statement.setString(1, database);
            statement.setArray(2, statement.getConnection().createArrayOf("int4", without.toArray()));
            Map<String, Integer> states = new TreeMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    states.put(rows.getString(1), rows.getInt(2));
                }
            }
            return states;
        });
    }

    /** When each of the client sessions in {@code database} began: process id and time. */
    Set<String> sessions(String database) throws SQLException {
        return ask(Looks.SESSIONS, statement -> {
            statement.setString(1, database);
            Set<String> sessions = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sessions.add(rows.getString(1));
                }
            }
            return sessions;
        });
    }

    /** Counters of a database since its creation. */
    record Counters(long sessions, long commits, long rollbacks) {}

    Counters counters(String database) throws SQLException {
        return ask(Looks.COUNTERS, statement -> {
            statement.setString(1, database);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Counters(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        });
    }

    /**
     * Asks, and after a restart of the server, which the first question finds out, asks once more on a new connection.
     * Only questions that may be asked twice come here.
     */
    private <T> T ask(String sql, Ask<T> question) throws SQLException {
        lock.lock();
        try {
            boolean fresh = connection == null;
            try {
                return question.of(prepared(sql));
            } catch (SQLException e) {
                if (fresh || alive()) {
                    throw e;
                }
                disconnect();
                return question.of(prepared(sql));
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean alive() throws SQLException {
        Connection current = connection;
        return current != null && !current.isClosed() && current.isValid((int) VALIDATION.toSeconds());
    }

    @GuardedBy("lock")
    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connected().prepareStatement(sql);
        statements.put(sql, statement);
        return statement;
    }

    @GuardedBy("lock")
    private Connection connected() throws SQLException {
        Connection current = connection;
        if (current == null) {
            current = server.connect();
            current.setNetworkTimeout(Runnable::run, (int) ANSWER.toMillis());
            connection = current;
        }
        return current;
    }

    @GuardedBy("lock")
    private void disconnect() {
        Connection old = connection;
        connection = null;
        statements.clear();
        try {
            if (old != null) {
                old.close();
            }
        } catch (SQLException e) {
            // It was broken; that is why it is closed.
            assert e != null;
        }
    }

    /**
     * Waits until the server accepts connections to {@code database}.
     *
     * @throws SQLException the last refusal
     */
    public void awaitReady(String database, Duration limit) throws SQLException {
        Deadline deadline = Deadline.in(limit);
        Patience patience = new Patience();
        while (true) {
            try (Connection ready = server.connect(database)) {
                ready.isValid((int) VALIDATION.toSeconds());
                return;
            } catch (SQLException e) {
                if (deadline.passed()) {
                    throw e;
                }
                patience.pause(deadline);
            }
        }
    }

    /** {@code dropped} may be made anew, by another test. */
    void forget(Lease lease, List<Seen> dropped) {
        lock.lock();
        try {
            Set<String> left = new HashSet<>(met.getOrDefault(question(lease), Set.of()));
            dropped.forEach(object -> left.remove(object.key()));
            met.put(question(lease), Set.copyOf(left));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        PROBES.remove(server, this);
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "probe of " + server;
    }
}
