package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsListener;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.TenantState;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Our own connections, the subject. One slot more than the tenants have is the system database's. */
public class HoldfastTenants implements TenantSource {
    private final Queue<Throwable> openFailures = new ConcurrentLinkedQueue<>();
    private final ConnectionsOptions options;
    private final Connections connections;

    HoldfastTenants(TenantGround ground, TenantSettings settings) throws SQLException {
        options = ConnectionsOptions.forServer(ground.url(), ground.credentials(), settings.slots() + 1)
                .with(builder -> builder.reservedForSystem(1)
                        .systemMax(1)
                        .tenantLimits(TenantLimits.upTo(settings.perTenant()))
                        .naming(ground::databaseOf)
                        .listener(new Hearing()))
                .with(settings.ours());
        connections = Connections.open(options);
        settings.weights()
                .forEach((tenant, weight) -> connections
                        .tenants()
                        .register(tenant, options.tenantLimits().withWeight(weight)));
    }

    public static TenantSource open(TenantGround ground, TenantSettings settings) throws SQLException {
        return new HoldfastTenants(ground, settings);
    }

    /** What the subject is told to do otherwise. */
    private final class Hearing implements ConnectionsListener {
        @Override
        public void openFailed(@Nullable TenantId tenant, Throwable cause) {
            openFailures.add(cause);
        }
    }

    Connections connections() {
        return connections;
    }

    @Override
    public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
        return connections.lease(tenant, deadline);
    }

    @Override
    public void register(TenantId tenant) {
        connections.tenants().register(tenant, options.tenantLimits());
    }

    @Override
    public int registered() {
        return connections.tenants().registered().size();
    }

    @Override
    public boolean create(TenantId tenant, Tenants.Contents contents, Deadline deadline) throws SQLException {
        return connections.tenants().create(tenant, contents, deadline);
    }

    @Override
    public void close(TenantId tenant, Deadline deadline) throws SQLException {
        connections.tenants().close(tenant, deadline);
    }

    @Override
    public void drop(TenantId tenant, Deadline deadline) throws SQLException {
        connections.tenants().drop(tenant, deadline);
    }

    @Override
    public boolean ready(TenantId tenant) {
        return connections.tenants().registered().contains(tenant)
                && connections.tenants().state(tenant) instanceof TenantState.Ready;
    }

    @Override
    public int budget() {
        return options.budget();
    }

    @Override
    public Figures figures() {
        Statistics.Part total = connections.statistics().total();
        return new Figures(total.idle(), total.waiting(), total.opens(), total.stolen());
    }

    @Override
    public boolean awaitIdleClosed(Deadline deadline) {
        return TenantTrial.await(() -> connections.statistics().used() == 0, deadline.remaining());
    }

    @Override
    public List<Throwable> openFailures() {
        return List.copyOf(openFailures);
    }

    @Override
    public void close() {
        connections.close();
    }

    /** Whether an error is one of those that this room promises. */
    static boolean typed(SQLException e) {
        return e instanceof TenantUnavailable || e instanceof dev.holdfast.connections.LeaseRefused;
    }
}
