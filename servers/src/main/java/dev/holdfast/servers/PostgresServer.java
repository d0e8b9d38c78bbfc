package dev.holdfast.servers;

import dev.holdfast.core.Secret;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A real PostgreSQL that tests and scenarios may use: embedded (ours to crash) or external (somebody's, on which only
 * {@code holdfast_*} objects are touched). Thread-safe.
 */
public interface PostgresServer extends AutoCloseable {
    /** Whether the process is ours to crash, restart and suspend. */
    boolean ours();

    /** What {@code server_version} says, for example {@code 18.6}. */
    String version();

    /** The major version, for example 18. */
    int majorVersion();

    String host();

    int port();

    /** The administrator that this server is used as. */
    String user();

    Secret password();

    /** The value of a setting, as {@code SHOW} prints it. */
    String setting(String name) throws SQLException;

    /**
     * Opens a connection as the administrator to the maintenance database.
     *
     * @throws SQLException with PostgreSQL's SQLSTATE
     */
    Connection connect() throws SQLException;

    /** Opens a connection to a database of this server, by name, as the administrator. */
    Connection connect(String database) throws SQLException;

    /** How many further sessions the server would admit now: the limit, less what is reserved or in use. */
    int freeConnections() throws SQLException;

    /** Creates an empty database; its name starts with {@code holdfast_}, then the run, then {@code label}. */
    Database createDatabase(String label) throws SQLException;

    /** Clones {@code template}, to which nobody may be connected. */
    Database createDatabase(String label, Database template) throws SQLException;

    /**
     * A database of ours that the caller is about to create, in a session of its own and in its own way.
     *
     * @param name what {@link #nameFor} said
     */
    Database adopt(String name) throws SQLException;

    /**
     * A name for an object outside a database (a role, a tablespace) that nobody else has and that is reaped when this
     * process dies: {@code holdfast_<run>_<label>}.
     */
    String nameFor(String label);

    /** Ends the use of this server. Embedded: everything is gone afterwards. External: our objects are dropped. */
    @Override
    void close();
}
