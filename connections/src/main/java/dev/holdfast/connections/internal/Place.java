package dev.holdfast.connections.internal;

import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.internal.budget.Cell;
import dev.holdfast.core.TenantId;
import org.jspecify.annotations.Nullable;

/** A cell of the budget that belongs to one pool's database. */
final class Place extends Cell {
    private final Pool pool;
    private final @Nullable TenantId tenant;
    private final String database;

    private Place(Pool pool, Kind kind, @Nullable TenantId tenant, String name, String database, TenantLimits limits) {
        super(kind, name, limits);
        this.pool = pool;
        this.tenant = tenant;
        this.database = database;
    }

    static Place system(Pool pool, String database, TenantLimits limits) {
        return new Place(pool, Kind.SYSTEM, null, "system", database, limits);
    }

    static Place tenant(Pool pool, TenantId tenant, String database, TenantLimits limits) {
        return new Place(pool, Kind.TENANT, tenant, tenant.value(), database, limits);
    }

    Pool pool() {
        return pool;
    }

    /** Null for the system database. */
    @Nullable
    TenantId tenant() {
        return tenant;
    }

    String database() {
        return database;
    }
}
