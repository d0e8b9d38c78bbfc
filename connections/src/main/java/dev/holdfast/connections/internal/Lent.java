package dev.holdfast.connections.internal;

import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a lease needs of the connection that it lends: how to use it, and how to end the lease. Thread-safe. */
public interface Lent {
    /** The statement's text, or the driver, said that the session may have changed. */
    int CHANGED = 1;

    /** Nobody can know the session's state: close it. */
    int TAINTED = 2;

    /** The session is lost, or its answer to something was. */
    int BROKEN = 4;

    /** The driver's own. */
    Connection jdbc();

    /** Null for the system database. */
    @Nullable
    TenantId tenant();

    /**
     * Ends the lease that has this stamp. Returns at once: what takes a round trip is done elsewhere. With a stamp of an
     * earlier lease it does nothing.
     *
     * @param marks {@link #CHANGED}, {@link #TAINTED} and {@link #BROKEN}, or'd
     */
    void giveBack(long stamp, int marks);

    /** The driver threw this during a lease; whoever must know (a fail-over) hears of it. Cheap for ordinary errors. */
    void noticed(SQLException failure);

    /** Wakes whoever is blocked in the driver's connection; it is unusable then. */
    void abort();
}
