package dev.holdfast.benchmarks.pools;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.connections.HandOver;
import dev.holdfast.connections.LeakStacks;
import dev.holdfast.connections.TenantHandle;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Secret;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.IntStream;

/** Ours. Without leak detection, which the rivals don't have unless it is asked for. */
final class OurPool implements TenantPools {
    private static final String STUB_URL = "jdbc:postgresql://127.0.0.1:1/postgres";

    private final Connections connections;
    private final Way way;

    /** How a tenant's connection is asked for. */
    private interface Way {
        Connection borrow(int tenant) throws SQLException;
    }

    private OurPool(Connections connections, Way way) {
        this.connections = connections;
        this.way = way;
    }

    static OurPool byHandle(Place place, Sizes sizes, HandOver handOver) throws SQLException {
        Connections connections = Connections.open(options(place, sizes, handOver));
        TenantHandle[] handles = IntStream.range(0, sizes.tenants())
                .mapToObj(tenant -> connections.handle(new TenantId(Place.tenant(tenant))))
                .toArray(TenantHandle[]::new);
        return new OurPool(connections, tenant -> handles[tenant].lease());
    }

    static OurPool byId(Place place, Sizes sizes, HandOver handOver) throws SQLException {
        Connections connections = Connections.open(options(place, sizes, handOver));
        TenantId[] ids = IntStream.range(0, sizes.tenants())
                .mapToObj(tenant -> new TenantId(Place.tenant(tenant)))
                .toArray(TenantId[]::new);
        return new OurPool(connections, tenant -> connections.lease(ids[tenant]));
    }

    /** The system database's slot comes on top of {@code sizes.total()}. */
    static ConnectionsOptions options(Place place, Sizes sizes, HandOver handOver) {
        String url = place.stub() ? STUB_URL : place.url("postgres");
        CredentialSource credentials = CredentialSource.constant(place.user(), Secret.of(place.password()));
        return ConnectionsOptions.forServer(url, credentials, sizes.total() + 1).with(change -> {
            change.reservedForSystem(1)
                    .systemMax(1)
                    .tenantLimits(TenantLimits.upTo(sizes.perTenant()))
                    .naming(DatabaseNaming.prefix(Place.PREFIX))
                    .handOver(handOver)
                    .patience(sizes.patience())
                    .maxQueue(10_000)
                    .leakAfter(Duration.ZERO)
                    .leakStacks(LeakStacks.OFF);
            if (place.stub()) {
                change.connector(new StubConnector());
            }
        });
    }

    @Override
    public Connection borrow(int tenant) throws SQLException {
        return way.borrow(tenant);
    }

    @Override
    public void close() {
        connections.close();
    }
}
