package dev.holdfast.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A database that we created. */
final class OwnedDatabase implements Database {
    private final AdministeredServer server;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    OwnedDatabase(AdministeredServer server, String name) {
        this.server = server;
        this.name = name;
    }

    @Override
    public PostgresServer server() {
        return server;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    @Override
    public Connection connect() throws SQLException {
        return server.connect(name);
    }

    @Override
    public WireClient wire(Map<String, String> parameters) throws SQLException {
        return server.wire(name, parameters);
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            server.drop(name);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
