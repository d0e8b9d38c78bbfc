package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.servers.PostgresServer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Keeps the database of a failed test, for somebody who wants to look into it. It is renamed, so that no run drops it with its
 * own, and says in its comment until when it stays; the first run after that drops it.
 */
record Keeping(PostgresServer server) {
    private static final String EXPIRED = """
            SELECT datname FROM pg_database
             WHERE datname LIKE 'holdfast\\_kept\\_%'
               AND substring(shobj_description(oid, 'pg_database') FROM 'until ([0-9TZ:.+-]+)')::timestamptz < now()""";

    /** Nobody may be connected any more. Returns its new name. */
    String keep(Lease lease, Duration stay, String test) throws SQLException {
        String name = "holdfast_kept_" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
        String kept = Identifiers.name(name);
        lease.warm().close();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            awaitEmpty(statement, lease.database().name());
            statement.execute(
                    "ALTER DATABASE " + Identifiers.name(lease.database().name()) + " RENAME TO " + kept);
            statement.execute("ALTER DATABASE " + kept + " OWNER TO CURRENT_USER");
            statement.execute("COMMENT ON DATABASE " + kept + " IS "
                    + Identifiers.literal("kept until " + until(statement, stay) + " of the test " + test));
        }
        if (lease.ownRole()) {
            disown(name, lease.role());
        }
        return name;
    }

    private static void awaitEmpty(Statement statement, String database) throws SQLException {
        statement.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
                + Identifiers.literal(database));
    }

    private static String until(Statement statement, Duration stay) throws SQLException {
        String sql = String.format(
                Locale.ROOT,
                "SELECT to_char((now() + interval '%d seconds') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
                stay.toSeconds());
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The role goes as always. */
    private void disown(String database, String role) throws SQLException {
        try (Connection inside = server.connect(database);
                Statement statement = inside.createStatement()) {
            statement.execute("REASSIGN OWNED BY " + Identifiers.name(role) + " TO CURRENT_USER");
            statement.execute("DROP OWNED BY " + Identifiers.name(role));
        }
    }

    /** Drops those that have stayed long enough. */
    void dropExpired() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            List<String> expired = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(EXPIRED)) {
                while (row.next()) {
                    expired.add(row.getString(1));
                }
            }
            for (String database : expired) {
                statement.execute("DROP DATABASE IF EXISTS " + Identifiers.name(database) + " WITH (FORCE)");
            }
        }
    }
}
