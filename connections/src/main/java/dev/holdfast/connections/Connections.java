package dev.holdfast.connections;

import dev.holdfast.connections.internal.Pool;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SlotBudget;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Connections to one server's system database and its tenants' databases, under one hard budget. Thread-safe. Several of
 * them in one JVM that lead to the same server share its budget, and must name the same figure.
 *
 * <p>A thread that interrupts a waiting one makes its call fail with SQLSTATE 57014 and keeps its interrupt status.
 */
public interface Connections extends AutoCloseable {
    /**
     * Asks the server what it allows, and begins.
     *
     * @throws dev.holdfast.core.InvalidOption with all mistakes at once, those included that only the server knows
     * @throws SQLException if the server can't be reached
     */
    static Connections open(ConnectionsOptions options) throws SQLException {
        return Pool.open(options);
    }

    /** A connection to the tenant's database, waiting for {@link ConnectionsOptions#patience}. */
    Lease lease(TenantId tenant) throws SQLException;

    /**
     * A connection to the tenant's database.
     *
     * @throws LeaseRefused if there is none before the deadline, or can be none; later may help
     * @throws TenantUnavailable if waiting doesn't help
     */
    Lease lease(TenantId tenant, Deadline deadline) throws SQLException;

    /** A connection to the system database, waiting for {@link ConnectionsOptions#patience}. */
    Lease system() throws SQLException;

    Lease system(Deadline deadline) throws SQLException;

    /**
     * Both, or neither. Threads that take both in this way can't wait for each other in a circle: the tenant's comes first, and whoever
     * has that waits for nothing but the system database, whose reserved slots nobody keeps while waiting for a tenant.
     * Taking the system's first by hand, and a tenant's while holding it, has no such guarantee but its deadline.
     */
    LeasePair acquireBoth(TenantId tenant, Deadline deadline) throws SQLException;

    /** Looks the tenant up once, registering it if need be. Opens nothing. */
    TenantHandle handle(TenantId tenant);

    /** The tenant's connections as others expect them. Its login timeout can't be set here. */
    DataSource dataSource(TenantId tenant);

    DataSource systemDataSource();

    /**
     * Leads to the tenant that {@code bound} names when a connection is asked for; see {@link BoundTenant} for one per
     * thread. If it names none ({@code null}), {@code getConnection} fails with SQLSTATE 08003 instead of guessing.
     */
    DataSource routedDataSource(Supplier<? extends @org.jspecify.annotations.Nullable TenantId> bound);

    /** Tenants' coming and going. */
    Tenants tenants();

    /** The same budget for those who open connections by themselves. */
    SlotBudget budget();

    BudgetReport holders();

    Statistics statistics();

    /** Refuses new leases, waits for those that are out for {@link ConnectionsOptions#patience}, then cuts them off. */
    @Override
    void close();

    /** As {@link #close()}, with a deadline for the leases that are out. */
    void close(Deadline deadline);
}
