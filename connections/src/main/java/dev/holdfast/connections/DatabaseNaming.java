package dev.holdfast.connections;

import dev.holdfast.core.TenantId;

/**
 * Which database is a tenant's. Two tenants never share one: an implementation is injective, or refuses with
 * {@link dev.holdfast.core.InvalidOption}. The name is quoted wherever it is used, so that upper case, hyphens and quotes
 * stay what they are.
 */
@FunctionalInterface
public interface DatabaseNaming {
    /**
     * The database's name, unquoted.
     *
     * @throws dev.holdfast.core.InvalidOption if this tenant can't have a database of its own, with the reason
     */
    String databaseOf(TenantId tenant);

    /**
     * The prefix, then the id as it is. Refuses what is longer than PostgreSQL's 63 bytes, and the names of databases that
     * every cluster has.
     */
    static DatabaseNaming prefix(String prefix) {
        return new dev.holdfast.connections.internal.PrefixNaming(prefix);
    }
}
