package dev.holdfast.servers;

import java.sql.Connection;
import java.sql.SQLException;

/** One database of a server, ours until closed. Thread-safe. */
public interface Database extends AutoCloseable {
    PostgresServer server();

    String name();

    /** {@code jdbc:postgresql://host:port/name}; without user and password. */
    String jdbcUrl();

    /** Opens a connection as the server's administrator. */
    Connection connect() throws SQLException;

    /** Drops the database and ends the sessions still in it. Calling it again does nothing. */
    @Override
    void close();
}
