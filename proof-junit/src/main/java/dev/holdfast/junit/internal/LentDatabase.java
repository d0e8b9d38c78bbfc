package dev.holdfast.junit.internal;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.WireClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A test's database, for whoever would close one that they were given. */
record LentDatabase(Database database) implements Database {
    /** Its server, as far as one who creates a database there gets this one. */
    PostgresServer asServer() {
        return new Server(this);
    }

    @Override
    public PostgresServer server() {
        return database.server();
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public String jdbcUrl() {
        return database.jdbcUrl();
    }

    @Override
    public Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    public WireClient wire(Map<String, String> parameters) throws SQLException {
        return database.wire(parameters);
    }

    /** The test goes on with it. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return name();
    }

    private record Server(LentDatabase lent) implements PostgresServer {
        private PostgresServer server() {
            return lent.server();
        }

        @Override
        public boolean ours() {
            return server().ours();
        }

        @Override
        public String version() {
            return server().version();
        }

        @Override
        public int majorVersion() {
            return server().majorVersion();
        }

        @Override
        public String host() {
            return server().host();
        }

        @Override
        public int port() {
            return server().port();
        }

        @Override
        public String user() {
            return server().user();
        }

        @Override
        public Secret password() {
            return server().password();
        }

        @Override
        public String setting(String name) throws SQLException {
            return server().setting(name);
        }

        @Override
        public Connection connect() throws SQLException {
            return server().connect();
        }

        @Override
        public Connection connect(String database) throws SQLException {
            return server().connect(database);
        }

        /** Enough: the work brings its own connections, and how many those are its pool decides. */
        @Override
        public int freeConnections() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Database adopt(String name) throws SQLException {
            return server().adopt(name);
        }

        @Override
        public Database createDatabase(String label) {
            return lent;
        }

        @Override
        public Database createDatabase(String label, Database template) {
            return lent;
        }

        @Override
        public String nameFor(String label) {
            return server().nameFor(label);
        }

        @Override
        public void close() {}

        @Override
        public String toString() {
            return server().toString();
        }
    }
}
