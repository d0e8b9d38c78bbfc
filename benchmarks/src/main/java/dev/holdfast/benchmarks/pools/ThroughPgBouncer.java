package dev.holdfast.benchmarks.pools;

import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PgBouncer;
import dev.holdfast.servers.PgBouncerOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;

/**
 * PgBouncer in transaction mode with a limit for its only user. A thread keeps its connection to the pooler, which pools:
 * borrowing one takes nothing, and a statement waits for the server's.
 */
final class ThroughPgBouncer implements TenantPools {
    private final ConcurrentMap<Thread, Connection> connections = new ConcurrentHashMap<>();
    private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
    private final EmbeddedPostgres server;
    private final PgBouncer pooler;

    ThroughPgBouncer(EmbeddedPostgres server, int total) {
        this.server = server;
        String most = Integer.toString(total);
        this.pooler = PgBouncer.start(
                server,
                new PgBouncerOptions(
                        PgBouncerOptions.Mode.TRANSACTION,
                        Map.of("max_user_connections", most, "default_pool_size", most)));
    }

    String version() {
        return pooler.version();
    }

    @Override
    public Connection borrow(int tenant) throws SQLException {
        Connection connection = connections.get(Thread.currentThread());
        if (connection == null) {
            connection = open(tenant);
            opened.add(connection);
            connections.put(Thread.currentThread(), connection);
        }
        return connection;
    }

    /** Statements prepared on one server connection mean nothing on the next. */
    private Connection open(int tenant) throws SQLException {
        return DriverManager.getConnection(
                pooler.jdbcUrl(Place.database(tenant)) + "?prepareThreshold=0&sslmode=disable&gssEncMode=disable",
                server.user(),
                server.password().use(String::new));
    }

    @Override
    public void giveBack(int tenant, Connection connection) {
        // It stays the thread's.
    }

    @Override
    public void close() {
        pooler.close();
        for (Connection connection : opened) {
            try {
                connection.close();
            } catch (SQLException e) {
                // The pooler is gone.
            }
        }
    }
}
