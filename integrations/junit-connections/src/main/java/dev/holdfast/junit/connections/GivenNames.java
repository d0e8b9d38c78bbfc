package dev.holdfast.junit.connections;

import dev.holdfast.connections.DatabaseNaming;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The databases that a test was given, by tenant; one that it makes has a name that begins as its system database's does. */
final class GivenNames implements DatabaseNaming {
    private final Map<TenantId, String> given = new HashMap<>();
    private final DatabaseNaming others;

    GivenNames(TestDatabase system, List<TestDatabase> tenants) {
        this.others = DatabaseNaming.prefix(system.name() + "-");
        for (TestDatabase tenant : tenants) {
            given.put(TestConnections.tenant(given.size() + 1), tenant.name());
        }
    }

    @Override
    public String databaseOf(TenantId tenant) {
        String name = given.get(tenant);
        return name == null ? others.databaseOf(tenant) : name;
    }
}
