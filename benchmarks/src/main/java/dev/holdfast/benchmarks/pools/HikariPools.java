package dev.holdfast.benchmarks.pools;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** HikariCP: one pool, or one for each tenant, made when it is first used. */
final class HikariPools implements TenantPools {
    /** Of the one database. */
    private static final int MOST = 50;

    private final ConcurrentMap<String, HikariDataSource> pools = new ConcurrentHashMap<>();
    private final Place place;
    private final Sizes sizes;
    private final String[] ids;

    private HikariPools(Place place, Sizes sizes) {
        this.place = place;
        this.sizes = sizes;
        this.ids = sizes.ids();
    }

    static TenantPools perTenant(Place place, Sizes sizes) {
        return new HikariPools(place, sizes);
    }

    /** All tenants' work in one database, which no tenant could be told to do: the lower bound. */
    static TenantPools single(Place place, Sizes sizes) {
        HikariDataSource pool = pool(place, 0, sizes.withPerTenant(Math.min(MOST, sizes.total())));
        return new TenantPools() {
            @Override
            public Connection borrow(int tenant) throws SQLException {
                return pool.getConnection();
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    static HikariDataSource pool(Place place, int tenant, Sizes sizes) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(place.url(tenant));
        config.setUsername(place.user());
        config.setPassword(place.password());
        config.setMaximumPoolSize(sizes.perTenant());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(sizes.patience().toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Override
    public Connection borrow(int tenant) throws SQLException {
        return pools.computeIfAbsent(ids[tenant], id -> pool(place, tenant, sizes))
                .getConnection();
    }

    @Override
    public void close() {
        pools.values().forEach(HikariDataSource::close);
    }
}
