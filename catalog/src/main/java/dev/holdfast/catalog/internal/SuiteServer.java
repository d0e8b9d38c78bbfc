package dev.holdfast.catalog.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** What the server shows of connections and databases, on a connection that no pool knows. Thread-safe. */
final class SuiteServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CLIENTS =
            " from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() and ";
    private static final String OF_A_SUITE = "(application_name = ? or starts_with(datname::text, ?))";

    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    SuiteServer(Connection connection) {
        this.connection = connection;
    }

    /** Something that the server can be asked. */
    @FunctionalInterface
    interface Question<T> {
        T answer(Connection connection) throws SQLException;
    }

    private <T> T ask(Question<T> question) throws SQLException {
        lock.lock();
        try {
            return question.answer(connection);
        } finally {
            lock.unlock();
        }
    }

    /** Backends with that application name. */
    long of(String application) throws SQLException {
        return ask(c -> Sql.number(c, "select count(*)" + CLIENTS + "application_name = ?", application));
    }

    /** Backends in that database. */
    long in(String database) throws SQLException {
        return ask(c -> Sql.number(c, "select count(*)" + CLIENTS + "datname = ?", database));
    }

    boolean exists(String database) throws SQLException {
        return ask(c -> Sql.number(c, "select count(*) from pg_database where datname = ?", database)) == 1;
    }

    List<String> databases(String prefix) throws SQLException {
        String sql = "select datname from pg_database where starts_with(datname::text, ?) order by 1";
        return ask(c -> Sql.rows(c, row -> row.getString(1), sql, prefix));
    }

    /** Ends a backend, and waits until it is gone. */
    boolean end(long pid) throws SQLException {
        String sql = "select pg_terminate_backend(?::int, " + PATIENCE.toMillis() + ")::int";
        return ask(c -> Sql.number(c, sql, pid)) == 1;
    }

    /** Drops a database behind everybody's back, whoever is in it. */
    void drop(String database) throws SQLException {
        ask(c -> {
            Sql.run(c, "drop database if exists " + Identifiers.name(database) + " with (force)");
            return true;
        });
    }

    /** A pool's backends by database: those that have its name, and all in its tenants' databases. */
    static Map<String, Long> seen(Connection oracle, String application, String prefix) throws SQLException {
        Map<String, Long> seen = new TreeMap<>();
        String sql = "select coalesce(datname, ''), count(*)" + CLIENTS + OF_A_SUITE + " group by 1";
        Sql.rows(oracle, row -> seen.put(row.getString(1), row.getLong(2)), sql, application, prefix);
        return seen;
    }

    /** Asks until the answer is yes, for at most ten seconds. */
    boolean await(Question<Boolean> question) throws SQLException {
        return await(Deadline.in(PATIENCE), question);
    }

    boolean await(Deadline end, Question<Boolean> question) throws SQLException {
        while (!ask(question)) {
            if (end.passed() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
