package dev.holdfast.junit.connections;

import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.LeakStacks;
import dev.holdfast.connections.spi.Connector;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Secret;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.TestDatabase;
import java.util.ArrayList;
import java.util.List;

/**
 * Options over a test's databases, for a test that opens its {@link dev.holdfast.connections.Connections} itself.
 *
 * <p>The tenants are {@code tenant-1}, {@code tenant-2} and so on, as far as there are databases. Any other is one without a database,
 * until {@link dev.holdfast.connections.Tenants#create} makes it; the test has to drop what it made. The budget is this test's,
 * whatever other tests use the same server, and the server isn't asked whether it allows as much.
 */
public final class TestConnections {
    private TestConnections() {}

    /** Over one database, and no tenant's. */
    public static ConnectionsOptions options(TestDatabase system, int budget) {
        return options(system, List.of(), budget);
    }

    /** Over a system database and its tenants'. */
    public static ConnectionsOptions options(TenantDatabases databases, int budget) {
        return options(databases.system(), databases.tenants(), budget);
    }

    /** The tenant of {@link TenantDatabases#tenant} of the same number. */
    public static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    private static ConnectionsOptions options(TestDatabase system, List<TestDatabase> tenants, int budget) {
        ConnectionsOptions usual = ConnectionsOptions.forServer(
                system.jdbcUrl(), CredentialSource.constant(system.user(), Secret.of(system.password())), budget);
        List<TestDatabase> all = new ArrayList<>(tenants);
        all.add(system);
        Connector postgres = Connector.postgresql(system.jdbcUrl(), usual.applicationName());
        return usual.with(options -> options.naming(new GivenNames(system, tenants))
                .leakStacks(LeakStacks.FULL)
                .connector(new OwnLogins(postgres, all)));
    }
}
