package dev.holdfast.junit.connections;

import dev.holdfast.connections.BudgetReport;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.LeasePair;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantHandle;
import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SlotBudget;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections that don't forgive a lease that is out when they are closed, unless that is what the test is about: {@link #close(Deadline)}
 * does. Thread-safe.
 */
final class WatchedConnections implements Connections {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Connections pool;
    private final AtomicBoolean closed = new AtomicBoolean();

    WatchedConnections(Connections pool) {
        this.pool = pool;
    }

    /**
     * Cuts off leases that are out.
     *
     * @throws AssertionError if there were any
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            List<BudgetReport.OldLease> out = pool.holders().oldest();
            pool.close(Deadline.in(out.isEmpty() ? PATIENCE : Duration.ZERO));
            LeakedLeases.throwIfAny(out);
        }
    }

    @Override
    public void close(Deadline deadline) {
        closed.set(true);
        pool.close(deadline);
    }

    @Override
    public Lease lease(TenantId tenant) throws SQLException {
        return pool.lease(tenant);
    }

    @Override
    public Lease lease(TenantId tenant, Deadline deadline) throws SQLException {
        return pool.lease(tenant, deadline);
    }

    @Override
    public Lease system() throws SQLException {
        return pool.system();
    }

    @Override
    public Lease system(Deadline deadline) throws SQLException {
        return pool.system(deadline);
    }

    @Override
    public LeasePair acquireBoth(TenantId tenant, Deadline deadline) throws SQLException {
        return pool.acquireBoth(tenant, deadline);
    }

    @Override
    public TenantHandle handle(TenantId tenant) {
        return pool.handle(tenant);
    }

    @Override
    public DataSource dataSource(TenantId tenant) {
        return pool.dataSource(tenant);
    }

    @Override
    public DataSource systemDataSource() {
        return pool.systemDataSource();
    }

    @Override
    public DataSource routedDataSource(Supplier<? extends @Nullable TenantId> bound) {
        return pool.routedDataSource(bound);
    }

    @Override
    public Tenants tenants() {
        return pool.tenants();
    }

    @Override
    public SlotBudget budget() {
        return pool.budget();
    }

    @Override
    public BudgetReport holders() {
        return pool.holders();
    }

    @Override
    public Statistics statistics() {
        return pool.statistics();
    }

    @Override
    public String toString() {
        return pool.holders().toString();
    }
}
