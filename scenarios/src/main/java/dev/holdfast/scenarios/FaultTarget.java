package dev.holdfast.scenarios;

import dev.holdfast.core.Secret;
import dev.holdfast.scenarios.internal.FaultConnections;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/**
 * Where a subject connects to, as an ordinary role of the trial.
 *
 * @param jdbcUrl without user and password; it may have other parameters
 */
public record FaultTarget(String jdbcUrl, String user, Secret password) {

    /** Opens a connection with the driver's defaults. */
    public Connection connect() throws SQLException {
        return connect(Duration.ZERO);
    }

    /**
     * Opens a connection.
     *
     * @param socketTimeout how long to wait for any answer, in whole seconds; zero to wait for ever
     */
    public Connection connect(Duration socketTimeout) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password.use(String::new));
        properties.setProperty("ApplicationName", "holdfast-subject");
        properties.setProperty("socketTimeout", String.valueOf(socketTimeout.toSeconds()));
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /**
     * The simplest DataSource that is right and keeps connections: one that is given back open and in auto-commit mode is lent
     * again, without being looked at, and any other is closed. Also AutoCloseable.
     *
     * @param socketTimeout as of {@link #connect(Duration)}
     */
    public DataSource keeping(Duration socketTimeout) {
        return FaultConnections.keeping(() -> connect(socketTimeout));
    }

    /** A DataSource that opens a connection each time. */
    public DataSource opening(Duration socketTimeout) {
        return FaultConnections.opening(() -> connect(socketTimeout));
    }
}
