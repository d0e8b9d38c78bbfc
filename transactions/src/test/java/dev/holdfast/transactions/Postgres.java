package dev.holdfast.transactions;

import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.Fingerprint;
import dev.holdfast.junit.spi.TemplateStep;
import dev.holdfast.junit.spi.TemplateTarget;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;

/** A test's database, and SQL in one line. */
record Postgres(TestDatabase database) {
    /** A table {@code done (who text primary key, n int)}, one {@code counter (n int)} that starts at 0, and that of the keys. */
    public static final class Tables implements TemplateStep {
        private static final String SQL = """
                create table done (who text primary key, n int not null default 0);
                create table counter (n int not null);
                insert into counter values (0);
                """ + IdempotencyKey.TABLE;

        public Tables() {}

        @Override
        public String fingerprint() {
            return Fingerprint.of(SQL.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void apply(TemplateTarget target) throws SQLException {
            try (Connection connection = target.dataSource().getConnection()) {
                execute(connection, SQL);
            }
        }
    }

    /** Opens a connection each time, without a pool. */
    DataSource dataSource() {
        return database.dataSource();
    }

    /** Of connections with one more of the driver's properties. */
    DataSource dataSource(String property, String value) {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty(property, value);
        return Opened.by(() -> DriverManager.getConnection(database.jdbcUrl(), properties));
    }

    Connection connect() throws SQLException {
        return database.dataSource().getConnection();
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
}
