package dev.holdfast.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** One database of a server, ours until closed. Thread-safe. */
public interface Database extends AutoCloseable {
    PostgresServer server();

    String name();

    /** {@code jdbc:postgresql://host:port/name}; without user and password. */
    String jdbcUrl();

    /** Opens a connection as the server's administrator. */
    Connection connect() throws SQLException;

    /**
     * Opens a connection as the server's administrator that speaks the bare protocol.
     *
     * @param parameters of the StartupMessage beside {@code user} and {@code database}, for example
     *     {@code application_name} or {@code options}
     * @throws SQLException with PostgreSQL's SQLSTATE; 08001 if the server can't be reached, 28000 if it wants a way to log
     *     in that isn't known
     */
    WireClient wire(Map<String, String> parameters) throws SQLException;

    /** Drops the database and ends the sessions still in it. Calling it again does nothing. */
    @Override
    void close();
}
