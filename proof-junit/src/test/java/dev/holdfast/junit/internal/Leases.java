package dev.holdfast.junit.internal;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A server, and databases on it with a login role each, as tests get them. */
final class Leases implements AutoCloseable {
    private static final String PASSWORD = "a-test's-own";

    private final AtomicInteger numbers = new AtomicInteger();
    private final EmbeddedPostgres server;

    Leases() throws SQLException {
        this(EmbeddedOptions.defaults());
    }

    Leases(EmbeddedOptions options) throws SQLException {
        server = EmbeddedPostgres.start(options.withSetting("wal_level", "logical")
                .withSetting("max_prepared_transactions", "20")
                .withSetting("lock_timeout", "1s")
                .withSetting("log_lock_waits", "on"));
    }

    EmbeddedPostgres server() {
        return server;
    }

    Lease lease() throws SQLException {
        Database database = server.createDatabase("t");
        String role = server.nameFor("r" + numbers.incrementAndGet());
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + role + " LOGIN NOSUPERUSER CREATEDB CREATEROLE REPLICATION PASSWORD '"
                    + PASSWORD.replace("'", "''") + "'");
            statement.execute("GRANT " + server.user() + " TO " + role);
            statement.execute("ALTER DATABASE " + database.name() + " OWNER TO " + role);
        }
        return new Lease(database, role, PASSWORD, DriverManager.getConnection(database.jdbcUrl(), role, PASSWORD));
    }

    /** Without a role of its own. */
    Lease administrators() throws SQLException {
        PostgresServer any = server;
        Database database = any.createDatabase("t");
        return new Lease(database, any.user(), any.password().use(String::new), database.connect());
    }

    @Override
    public void close() {
        server.close();
    }
}
