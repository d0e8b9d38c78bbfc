package dev.holdfast.transactions;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** A server with a table {@code done (who text primary key, n int)} and one {@code counter (n int)} that starts at 0. */
final class Postgres implements AutoCloseable {
    final EmbeddedPostgres server =
            EmbeddedPostgres.start(EmbeddedOptions.defaults().withSetting("deadlock_timeout", "100ms"));

    /** As in {@code begin}, empty tables. */
    Postgres reset() throws SQLException {
        execute("drop table if exists done, counter, holdfast_idempotency_key");
        execute("create table done (who text primary key, n int not null default 0)");
        execute("create table counter (n int not null)");
        execute("insert into counter values (0)");
        execute(IdempotencyKey.TABLE);
        return this;
    }

    DataSource dataSource() {
        return dataSource(server.port(), "");
    }

    /** Opens a connection each time, without a pool. */
    DataSource dataSource(int port, String urlParameters) {
        return Opened.by(() -> DriverManager.getConnection(
                url(port) + urlParameters, server.user(), server.password().use(String::new)));
    }

    String url(int port) {
        return "jdbc:postgresql://" + server.host() + ":" + port + "/postgres";
    }

    Connection connect() throws SQLException {
        return server.connect();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, sql);
        }
    }

    String value(String query) throws SQLException {
        try (Connection connection = connect()) {
            return value(connection, query);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "none";
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
