package dev.holdfast.proof;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The way by which sessions reach a database: directly, through a pooler, through a proxy. Thread-safe. */
@FunctionalInterface
public interface Route {
    /** Straight to the server. */
    Route DIRECT = (database, application) -> open(database.jdbcUrl(), database.server(), application);

    Connection open(Database database, String applicationName) throws SQLException;

    /** Opens {@code jdbcUrl} with the user and password of {@code server}. */
    static Connection open(String jdbcUrl, PostgresServer server, String applicationName) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("ApplicationName", applicationName);
        String password = text(server.password());
        if (!password.isEmpty()) { // else the driver looks into ~/.pgpass
            properties.setProperty("password", password);
        }
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /** The driver takes passwords as text. */
    private static String text(Secret password) {
        return password.use(String::new);
    }
}
