package dev.holdfast.proof;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;

/** What a trial is given to play on. Thread-safe, except for the connections. */
public interface Stage {
    PostgresServer server();

    /** A fresh, empty database of this trial alone. */
    Database database();

    Form form();

    long seed();

    /** For setting things up; used by the engine's thread only. */
    Connection admin();

    /** For looking; sessions never use it. */
    Connection oracle();

    /** Opens a connection for a session by the way that the options name (direct, through PgBouncer). */
    Connection connect(int session) throws SQLException;

    Findings findings();

    /** Closes {@code resource} at the end of the trial; last in, first out. */
    void closeLater(AutoCloseable resource);
}
