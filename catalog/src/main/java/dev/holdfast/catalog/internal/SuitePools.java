package dev.holdfast.catalog.internal;

import dev.holdfast.core.Secret;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;

/** Opens pools: the subject of the suites. */
@FunctionalInterface
interface SuitePools {
    SuitePool open(Terms terms) throws SQLException;

    /**
     * What is agreed on for one pool.
     *
     * @param url of the system database
     * @param budget connections in all
     * @param tenantMax connections of a tenant at most
     * @param idleTimeout when an unused connection is closed
     * @param prefix a tenant's database is this and its id
     * @param application as the server shows it
     * @param atTheEnd takes what must be closed when the trial is over, whatever the pool does
     */
    record Terms(
            String url,
            String user,
            Secret password,
            int budget,
            int tenantMax,
            Duration idleTimeout,
            String prefix,
            String application,
            Consumer<AutoCloseable> atTheEnd) {
        Terms as(String otherUser) {
            return new Terms(url, otherUser, password, budget, tenantMax, idleTimeout, prefix, application, atTheEnd);
        }

        Terms named(String otherApplication) {
            return new Terms(url, user, password, budget, tenantMax, idleTimeout, prefix, otherApplication, atTheEnd);
        }

        Terms idle(Duration timeout) {
            return new Terms(url, user, password, budget, tenantMax, timeout, prefix, application, atTheEnd);
        }

        /** A connection that no pool counts; closed at the end at the latest. */
        Connection past(String database) throws SQLException {
            Properties properties = new Properties();
            properties.setProperty("user", user);
            properties.setProperty("ApplicationName", application);
            properties.setProperty(
                    "assumeMinServerVersion", "14"); // the name is of the login, so that no reset takes it
            properties.setProperty("password", password.use(String::new));
            String server = url.substring(0, url.lastIndexOf('/') + 1);
            Connection connection = DriverManager.getConnection(server + encoded(database), properties);
            atTheEnd.accept(connection);
            return connection;
        }

        private static String encoded(String database) {
            return java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
