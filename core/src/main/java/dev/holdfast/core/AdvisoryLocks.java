package dev.holdfast.core;

/**
 * The registry of advisory-lock namespaces: the first of the two {@code int4} keys of {@code pg_advisory_lock(int4, int4)}.
 * Advisory locks are per database, so each entry also says in which database it is taken.
 */
public enum AdvisoryLocks {
    /** Held by the owner of a run on a server that isn't ours; key: the run id. In the database that the target URL names. */
    RUN(0x484F_0001),
    /** The one lane for role DDL of a cluster; key: 0. In one agreed database. */
    ROLE_DDL(0x484F_0002),
    /** Locks that scenarios take on purpose; key: the scenario's own. In the scenario's database. */
    SCENARIO(0x484F_0003),
    /**
     * Held by whoever makes, marks as used, or drops a template database; key: the first 32 bits of its fingerprint. In the
     * server's maintenance database.
     */
    TEMPLATE(0x484F_0004),
    /**
     * Held by whoever makes or drops a tenant's database; key: the first 32 bits of the SHA-256 of the database's name. In the
     * system database, which all processes that serve these tenants have in common.
     */
    TENANT(0x484F_0005);

    private final int namespace;

    AdvisoryLocks(int namespace) {
        this.namespace = namespace;
    }

    public int namespace() {
        return namespace;
    }
}
