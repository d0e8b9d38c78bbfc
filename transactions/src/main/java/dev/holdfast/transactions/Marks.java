package dev.holdfast.transactions;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The last statements before COMMIT. All fail with 25P02 in a failed transaction, whose COMMIT would be answered ROLLBACK.
 *
 * <p>A transaction without a number has written nothing, with exceptions: NOTIFY takes its number during COMMIT, and writes
 * through foreign tables need none here. So only a read-only transaction without one has nothing to lose.
 */
final class Marks {
    private static final String READ_ONLY = "current_setting('transaction_read_only')::boolean";

    private Marks() {}

    /** The number if there is one, nothing if there is none and nothing to lose, else an empty string. */
    static Optional<String> assigned(Connection connection) throws SQLException {
        return read(
                connection,
                "select coalesce(pg_current_xact_id_if_assigned()::text, case when not " + READ_ONLY + " then '' end)");
    }

    /** The number, or nothing if there is nothing to lose. */
    static Optional<String> number(Connection connection) throws SQLException {
        return read(connection, "select (" + number() + ")::text");
    }

    /** The expression for {@link #number(Connection)}. */
    static String number() {
        return "case when " + READ_ONLY + " then pg_current_xact_id_if_assigned() else pg_current_xact_id() end";
    }

    static Optional<String> read(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        }
    }
}
