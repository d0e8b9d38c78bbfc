package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where tenants' connections come from, as the scenarios see it: ours, or a twin with a fault. Thread-safe. */
public interface TenantSource extends AutoCloseable {
    /** Opens one for a trial. */
    @FunctionalInterface
    interface Maker {
        TenantSource open(TenantGround ground, TenantSettings settings) throws SQLException;
    }

    /** Closing the connection gives it back. */
    Connection lease(TenantId tenant, Deadline deadline) throws SQLException;

    /** Makes a tenant known that nobody uses yet. */
    void register(TenantId tenant) throws SQLException;

    /** How many tenants are known: registered or used, and not dropped. */
    int registered();

    boolean create(TenantId tenant, Tenants.Contents contents, Deadline deadline) throws SQLException;

    /** No leases from now on; those that are out at the deadline are cut off. */
    void close(TenantId tenant, Deadline deadline) throws SQLException;

    void drop(TenantId tenant, Deadline deadline) throws SQLException;

    /** Whether leases of this tenant are given out. */
    boolean ready(TenantId tenant);

    /** The server's sessions that it may have at most, all purposes together. */
    int budget();

    Figures figures();

    /** Waits until what nobody uses is closed, as it should be after the idle time; whether it was. */
    boolean awaitIdleClosed(Deadline deadline);

    /** What went wrong when connections were opened, whether or not a borrower was told. */
    List<Throwable> openFailures();

    @Override
    void close();

    /**
     * What it says of itself.
     *
     * @param idle connections that nobody uses
     * @param waiting requests that wait
     * @param opens connections opened so far
     * @param stolen connections closed so far for another tenant's sake
     */
    record Figures(int idle, int waiting, long opens, long stolen) {}
}
