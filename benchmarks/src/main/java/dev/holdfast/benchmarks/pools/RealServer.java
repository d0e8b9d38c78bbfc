package dev.holdfast.benchmarks.pools;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** An embedded PostgreSQL with a role and the tenants' databases, and what it knows about its sessions. */
final class RealServer implements AutoCloseable {
    /** Where its files are; a system property. */
    static final String DIRECTORY = "holdfast.directory";

    private static final int MAX_CONNECTIONS = 200;
    private static final String ROLE = "bench";
    private static final String OURS =
            " FROM pg_stat_activity WHERE usename = '" + ROLE + "' OR datname LIKE 'bench\\_%'";

    private final EmbeddedPostgres server;

    private RealServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /** With databases of {@code tenants} tenants. */
    static RealServer start(int tenants) throws SQLException {
        RealServer server = new RealServer(EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withMaxConnections(MAX_CONNECTIONS)
                .withParent(Path.of(System.getProperty(DIRECTORY, "/tmp")))));
        try {
            server.execute("CREATE ROLE " + ROLE + " LOGIN CREATEDB PASSWORD '" + ROLE + "'");
            for (int tenant = 0; tenant < tenants; tenant++) {
                server.execute("CREATE DATABASE " + Place.database(tenant));
            }
            return server;
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    EmbeddedPostgres embedded() {
        return server;
    }

    Place place() {
        return new Place("jdbc:postgresql://" + server.host() + ":" + server.port() + "/", "", ROLE, ROLE, false);
    }

    /** What it admits, whatever a pool asks for; a negative figure for no limit. */
    void limit(int connections) throws SQLException {
        execute("ALTER ROLE " + ROLE + " CONNECTION LIMIT " + connections);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Sessions that the tenants' databases have seen so far; once those of the pool before have ended. */
    long sessions() throws SQLException {
        try (Connection connection = server.connect()) {
            awaitNobody(connection);
            return number(connection, "SELECT sum(sessions) FROM pg_stat_database WHERE datname LIKE 'bench\\_%'");
        }
    }

    /** The server is the clock. */
    private static void awaitNobody(Connection connection) throws SQLException {
        for (int look = 0; look < 500 && number(connection, "SELECT count(*)" + OURS) > 0; look++) {
            number(connection, "SELECT 1 FROM pg_sleep(0.01)");
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** How many logins it has refused so far because there were too many already. */
    int refusals() {
        return (int) server.log().events().stream()
                .filter(event -> event.state().code().equals("53300"))
                .count();
    }

    /** Begins to count the role's sessions, some fifty times a second. */
    Peak watch() {
        return new Peak();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The most sessions at once that were seen. */
    final class Peak {
        private volatile boolean ended;
        private final CompletableFuture<Long> most = new CompletableFuture<>();

        private Peak() {
            Thread.ofPlatform().daemon().name("bench-peak").start(this::look);
        }

        private void look() {
            try (Connection connection = server.connect()) {
                long seen = 0;
                while (!ended) {
                    seen = Math.max(seen, number(connection, "SELECT count(*)" + OURS));
                    number(connection, "SELECT 1 FROM pg_sleep(0.02)");
                }
                most.complete(seen);
            } catch (SQLException e) {
                most.completeExceptionally(e);
            }
        }

        long end() {
            ended = true;
            return most.join();
        }
    }
}
