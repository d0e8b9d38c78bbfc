package dev.holdfast.proof.spec.internal;

import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.StringJoiner;

/** What every session of a database does at the moment, for people who wonder why a step doesn't end. */
final class Hang {
    private static final String SESSIONS = """
            SELECT pid, application_name, state, coalesce(wait_event_type || ' ' || wait_event, 'nothing'),
                   pg_blocking_pids(pid)::text, query
              FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
             ORDER BY backend_start
            """;

    private Hang() {}

    static String describe(String what, Database database) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(what + " hangs; the sessions are:");
        try (Connection connection = database.connect();
                PreparedStatement query = connection.prepareStatement(SESSIONS);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                lines.add("  %s (pid %d): %s, waits for %s, blocked by %s: %s"
                        .formatted(
                                row.getString(2),
                                row.getInt(1),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6)));
            }
        } catch (SQLException e) {
            lines.add("  they could not be asked for: " + e.getMessage() + " (" + e.getSQLState() + ")");
        }
        return lines.toString();
    }
}
