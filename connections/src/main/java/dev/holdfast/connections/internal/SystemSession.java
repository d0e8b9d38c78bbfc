package dev.holdfast.connections.internal;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.core.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A session of the system database, in auto-commit, whose statements the server ends at a deadline. Not thread-safe. Its
 * settings and locks are as before when the lock is given back.
 */
final class SystemSession {
    /** For questions that the server answers from memory. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Connection connection;

    SystemSession(Connection connection) {
        this.connection = connection;
    }

    /** Whoever has it is the only one, in all processes, who makes or drops databases with this key. */
    interface Lock extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    /** Waits for the lock of {@link AdvisoryLocks#TENANT}, in order. */
    Lock lock(int key, Deadline deadline) throws SQLException {
        String lockTimeout = text("SELECT current_setting('lock_timeout')");
        String statementTimeout = text("SELECT current_setting('statement_timeout')");
        Lock restore = () -> limit(lockTimeout, statementTimeout);
        try {
            limit(milliseconds(deadline), "0");
            text("SELECT pg_advisory_lock(" + keys(key) + ")::text");
        } catch (SQLException e) {
            giveUp(restore, e);
            throw e;
        }
        return () -> {
            text("SELECT pg_advisory_unlock(" + keys(key) + ")");
            restore.close();
        };
    }

    private static void giveUp(Lock restore, SQLException failure) {
        try {
            restore.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static String keys(int key) {
        return AdvisoryLocks.TENANT.namespace() + ", " + key;
    }

    /** A command that takes no parameters. */
    void execute(String sql, Deadline deadline) throws SQLException {
        limit("0", milliseconds(deadline));
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether it can be used: one whose dropping was interrupted is of no use to anybody. */
    boolean exists(String database) throws SQLException {
        return !texts("SELECT datname FROM pg_database WHERE datname = ? AND datconnlimit <> -2", database)
                .isEmpty();
    }

    /** Databases that the server itself calls invalid: dropping them was interrupted. */
    boolean isInvalid(String database) throws SQLException {
        return !texts("SELECT datname FROM pg_database WHERE datname = ? AND datconnlimit = -2", database)
                .isEmpty();
    }

    List<String> namesThatStartWith(String prefix) throws SQLException {
        return texts("SELECT datname FROM pg_database WHERE starts_with(datname, ?) ORDER BY datname", prefix);
    }

    /** The others' sessions in a database, one line each. */
    List<String> sessionsIn(String database) throws SQLException {
        limit("0", Long.toString(ANSWER.toMillis()));
        return texts(
                "SELECT 'pid ' || pid || ' \"' || coalesce(application_name, '') || '\" of ' || coalesce(usename, '?')"
                        + " FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend' ORDER BY pid",
                database);
    }

    /** The statement that ends at the deadline would end at once, or never, if that has passed. */
    static String milliseconds(Deadline deadline) throws SQLTimeoutException {
        if (deadline.passed()) {
            throw new SQLTimeoutException(
                    "the deadline has passed, and nothing more was begun. Try again with more time", "57014");
        }
        return Long.toString(deadline.remaining().toMillis() + 1);
    }

    private void limit(String lockTimeout, String statementTimeout) throws SQLException {
        texts(
                "SELECT set_config('lock_timeout', ?, false) || set_config('statement_timeout', ?, false)",
                lockTimeout,
                statementTimeout);
    }

    private String text(String query) throws SQLException {
        return texts(query).getFirst();
    }

    private List<String> texts(String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            return texts(statement);
        }
    }

    private static List<String> texts(PreparedStatement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
