package dev.holdfast.benchmarks.pools;

import dev.holdfast.connections.HandOver;
import java.sql.SQLException;

/** The ways to have connections to many databases that are compared. */
@SuppressWarnings("ImmutableEnumChecker") // the openers are method references
enum PoolKind {
    OURS_BY_HANDLE("ours, by handle", (place, sizes) -> OurPool.byHandle(place, sizes, HandOver.TRUSTED)),
    OURS_BY_ID("ours, by id", (place, sizes) -> OurPool.byId(place, sizes, HandOver.TRUSTED)),
    OURS_STRICT("ours, STRICT", (place, sizes) -> OurPool.byHandle(place, sizes, HandOver.STRICT)),
    HIKARI_SINGLE("HikariCP, one database", HikariPools::single),
    HIKARI_PER_TENANT("HikariCP per tenant", HikariPools::perTenant),
    AGROAL_PER_TENANT("Agroal per tenant", AgroalPools::new),
    DBCP2_PER_TENANT("DBCP2 per tenant", DbcpPools::new),
    KEYED_COMMONS_POOL2("commons-pool2 keyed", KeyedPool::new);

    private final String label;
    private final Opener opener;

    /** How one is made. */
    private interface Opener {
        TenantPools open(Place place, Sizes sizes) throws SQLException;
    }

    PoolKind(String label, Opener opener) {
        this.label = label;
        this.opener = opener;
    }

    TenantPools open(Place place, Sizes sizes) throws SQLException {
        return opener.open(place, sizes);
    }

    @Override
    public String toString() {
        return label;
    }
}
