package dev.holdfast.connections.internal;

import dev.holdfast.servers.EmbeddedPostgres;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Where a server is, and SQL in one line. */
record OneServer(int port, String password) {
    static OneServer of(EmbeddedPostgres postgres) {
        return new OneServer(postgres.port(), postgres.password().use(String::new));
    }

    Connection connect(String database) throws SQLException {
        return connect(database, "tenants");
    }

    Connection connect(String database, String applicationName) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("ApplicationName", applicationName);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect("postgres")) {
            execute(connection, sql);
        }
    }

    List<String> column(String query) throws SQLException {
        try (Connection connection = connect("postgres")) {
            return column(connection, query);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    static String value(Connection connection, String query) throws SQLException {
        return column(connection, query).getFirst();
    }
}
