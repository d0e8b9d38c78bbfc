package dev.holdfast.connections.internal.postgres;

import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Credential;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A server, connections to it on our sockets, and another to ask about them. */
record Postgres(PostgresServer server, PostgresConnector connector, Connection observer) implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static Postgres of(EmbeddedPostgres server, String properties) throws SQLException {
        return of(server, server.port(), properties);
    }

    /** Through another port, for example a proxy's. */
    static Postgres of(EmbeddedPostgres server, int port, String properties) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?" + properties;
        return new Postgres(server, new PostgresConnector(url, "under test"), server.connect());
    }

    Attempt attempt(String database) {
        return attempt(database, server.password());
    }

    Attempt attempt(String database, Secret password) {
        return new Attempt(database, new Credential(server.user(), password, 1));
    }

    PhysicalConnection open() throws SQLException {
        return connector.connect(attempt("postgres"));
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "nothing";
        }
    }

    /** Rows of that process, asked once, without waiting. */
    int backends(int pid) throws SQLException {
        return Integer.parseInt(value(observer, "select count(*) from pg_stat_activity where pid = " + pid));
    }

    /** Backends of clients, the observer's not counted. */
    int backends() throws SQLException {
        return Integer.parseInt(value(
                observer,
                "select count(*) from pg_stat_activity where backend_type = 'client backend'"
                        + " and application_name = 'under test' and pid <> pg_backend_pid()"));
    }

    @Override
    public void close() throws SQLException {
        connector.close();
        observer.close();
    }
}
