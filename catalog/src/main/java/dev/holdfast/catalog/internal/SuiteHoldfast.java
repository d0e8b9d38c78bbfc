package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;

/** Our own connections. */
record SuiteHoldfast(Connections connections) implements SuitePool {
    /** How long those are waited for who still have a lease when everything is closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    static SuiteHoldfast open(SuitePools.Terms terms) throws SQLException {
        Connections connections = Connections.open(ConnectionsOptions.forServer(
                        terms.url(), CredentialSource.constant(terms.user(), terms.password()), terms.budget())
                .with(options -> options.naming(DatabaseNaming.prefix(terms.prefix()))
                        .reservedForSystem(SuiteTrial.RESERVED)
                        .tenantLimits(TenantLimits.upTo(terms.tenantMax()))
                        .idleTimeout(terms.idleTimeout())
                        .patience(PATIENCE)
                        .applicationName(terms.application())));
        terms.atTheEnd().accept(connections);
        return new SuiteHoldfast(connections);
    }

    @Override
    public Lease lease(TenantId tenant, Deadline deadline) throws SQLException {
        return connections.lease(tenant, deadline);
    }

    @Override
    public Lease system(Deadline deadline) throws SQLException {
        return connections.system(deadline);
    }

    @Override
    public void limit(TenantId tenant, TenantLimits limits) {
        connections.tenants().register(tenant, limits);
    }

    @Override
    public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
        return connections.tenants().create(tenant, contents, deadline);
    }

    @Override
    public void closeTenant(TenantId tenant, Deadline deadline) throws SQLException {
        connections.tenants().close(tenant, deadline);
    }

    @Override
    public void drop(TenantId tenant, Deadline deadline) throws SQLException {
        connections.tenants().drop(tenant, deadline);
    }

    @Override
    public Statistics statistics() {
        return connections.statistics();
    }

    @Override
    public void close() {
        connections.close();
    }
}
