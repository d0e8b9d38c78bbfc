package dev.holdfast.connections.spi;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One session on the server. Used by one thread at a time, but for {@link #abort}; the pool sees to it.
 */
public interface PhysicalConnection {
    /** The driver's own. */
    Connection jdbc();

    /** The server's process; 0 if there is none. */
    int backendPid();

    /**
     * Whether the session may differ from a new one by what the protocol itself has shown: an open transaction, a
     * parameter that the server reported, a notification. No I/O, and cheap.
     */
    boolean changed();

    /**
     * Makes the session, and the driver's view of it, as new: transaction rolled back, everything of {@code DISCARD ALL}, and
     * auto-commit, read-only, isolation, schema, holdability, network timeout, client info and warnings. One round trip.
     *
     * @throws SQLException if that failed: the session must be ended
     */
    void reset() throws SQLException;

    /** Whether the server answers within {@code timeout}. One round trip. */
    boolean isAlive(Duration timeout);

    /**
     * While nobody uses the connection: calls {@code readable} once, on a thread that must not be kept, if the server sends something or
     * the connection breaks; that calls for {@link #isAlive}, it doesn't mean that it is dead.
     *
     * @return false if this connection can't be watched
     */
    boolean watch(Runnable readable);

    /** Ends the watch; the connection can be used when this returns. Without a watch it does nothing. */
    void unwatch();

    /** Wakes whoever is blocked in it and makes it unusable; from any thread. {@link #end} is still to be called. */
    void abort();

    /**
     * Ends the session, and waits until the backend is gone, at most {@code patience}.
     *
     * @return whether it is known to be gone
     */
    boolean end(Duration patience);
}
