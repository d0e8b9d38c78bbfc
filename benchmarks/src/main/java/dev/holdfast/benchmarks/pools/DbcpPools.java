package dev.holdfast.benchmarks.pools;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.dbcp2.BasicDataSource;

/** Commons DBCP2, a pool for each tenant, made when it is first used. */
final class DbcpPools implements TenantPools {
    private final ConcurrentMap<String, BasicDataSource> pools = new ConcurrentHashMap<>();
    private final Place place;
    private final Sizes sizes;
    private final String[] ids;

    DbcpPools(Place place, Sizes sizes) {
        this.place = place;
        this.sizes = sizes;
        this.ids = sizes.ids();
    }

    @Override
    public Connection borrow(int tenant) throws SQLException {
        return pools.computeIfAbsent(ids[tenant], id -> pool(tenant)).getConnection();
    }

    private BasicDataSource pool(int tenant) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(place.url(tenant));
        pool.setUsername(place.user());
        pool.setPassword(place.password());
        pool.setMaxTotal(sizes.perTenant());
        pool.setMaxIdle(sizes.perTenant());
        pool.setMaxWait(sizes.patience());
        pool.setTestOnBorrow(false);
        return pool;
    }

    @Override
    public void close() {
        for (BasicDataSource pool : pools.values()) {
            try {
                pool.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
