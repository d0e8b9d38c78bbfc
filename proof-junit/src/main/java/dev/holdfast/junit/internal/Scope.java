package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.proof.fault.FaultProxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The databases of one test, or of one class: lent when first asked for, taken back at its end. Thread-safe. */
final class Scope {
    private static final String UNNAMED = "";

    private final ServerInUse server;
    private final Recipe recipe;
    private final String title;

    /** Before the server, if the test has faults. */
    private final Optional<FaultProxy> proxy;

    @GuardedBy("this")
    private final Map<String, GivenDatabase> databases = new LinkedHashMap<>();

    @GuardedBy("this")
    private final Map<String, List<TestDatabase>> tenants = new LinkedHashMap<>();

    /**
     * An empty one.
     *
     * @param title of the test or class, for the server's {@code application_name}
     */
    Scope(ServerInUse server, Recipe recipe, String title, Optional<FaultProxy> proxy) {
        this.server = server;
        this.recipe = recipe;
        this.title = title;
        this.proxy = proxy;
    }

    ServerInUse server() {
        return server;
    }

    GivenDatabase database() throws SQLException {
        return database(UNNAMED);
    }

    synchronized GivenDatabase database(String name) throws SQLException {
        GivenDatabase known = databases.get(name);
        if (known == null) {
            known = lent(server.take(recipe));
            databases.put(name, known);
        }
        return known;
    }

    /** A system database and {@code count} more; asked again under the same name, the same. */
    synchronized TenantDatabases tenants(String name, int count) throws SQLException {
        TestDatabase system = database(name);
        List<TestDatabase> all = tenants.computeIfAbsent(name, unused -> new ArrayList<>());
        if (all.size() < count) {
            for (Lease lease : server.take(recipe, count - all.size())) {
                GivenDatabase tenant = lent(lease);
                all.add(tenant);
                databases.put(name + "/tenant-" + all.size(), tenant);
            }
        }
        List<TestDatabase> asked = List.copyOf(all.subList(0, count));
        return new TenantDatabases() {
            @Override
            public TestDatabase system() {
                return system;
            }

            @Override
            public List<TestDatabase> tenants() {
                return asked;
            }
        };
    }

    private GivenDatabase lent(Lease lease) {
        String url = proxy.map(faults -> faults.jdbcUrl(lease.database().name()))
                .orElseGet(() -> lease.database().jdbcUrl());
        LeakWatch watch = new LeakWatch(server.probe(), lease, url, title);
        return new GivenDatabase(lease, url, watch);
    }

    /** Those lent so far, in that order. */
    synchronized List<GivenDatabase> lent() {
        return List.copyOf(databases.values());
    }

    /** Takes them all back; whoever still uses one is thrown out. */
    synchronized void giveBack(boolean clean) {
        for (GivenDatabase database : databases.values()) {
            database.watch().close();
            server.giveBack(database.lease(), clean);
        }
        databases.clear();
        tenants.clear();
    }
}
