package dev.holdfast.connections;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tenants come and go while others work. Thread-safe. A tenant that was never registered is registered by its first lease,
 * with {@link ConnectionsOptions#tenantLimits}, unless {@link ConnectionsOptions#registeredOnly} is set.
 */
public interface Tenants {
    /** Makes a tenant known, without any connection. Registering it again only sets its limits. */
    TenantHandle register(TenantId tenant, TenantLimits limits);

    /** Changes the limits of a registered tenant from now on: idle connections above a lowered maximum are closed. */
    void limit(TenantId tenant, TenantLimits limits);

    TenantLimits limits(TenantId tenant);

    TenantState state(TenantId tenant);

    Set<TenantId> registered();

    /**
     * Makes the tenant's database, and its contents, unless it exists; several processes may do so at once, one does the work
     * and all return when it is done. A database of that name exists only if {@code contents} succeeded: it is made
     * under another name and renamed at the end. Takes a connection to the system
     * database, and one slot more while the contents are filled in.
     *
     * @return whether this call made it
     */
    boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException;

    /**
     * No new leases from now on; waits until the last one is back and the last backend gone.
     *
     * @return false if the deadline passed first: the tenant stays {@link TenantState.Draining} and goes on
     */
    boolean drain(TenantId tenant, Deadline deadline) throws SQLException;

    /** Drains; leases that are still out at the deadline are cut off. The tenant is {@link TenantState.Closed} then. */
    void close(TenantId tenant, Deadline deadline) throws SQLException;

    /** Opens a closed or draining tenant again. */
    void reopen(TenantId tenant);

    /** Closes the tenant, then drops its database. A database that doesn't exist is no error. */
    void drop(TenantId tenant, Deadline deadline) throws SQLException;

    /** What a new tenant's database holds. */
    @FunctionalInterface
    interface Contents {
        /** Nothing. */
        Contents EMPTY = connection -> {};

        /**
         * Fills it.
         *
         * @param connection to the new database, in auto-commit; the caller closes it
         */
        void fill(java.sql.Connection connection) throws SQLException;
    }
}
