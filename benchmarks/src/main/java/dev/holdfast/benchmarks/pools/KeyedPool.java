package dev.holdfast.benchmarks.pools;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.NoSuchElementException;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericKeyedObjectPool;
import org.apache.commons.pool2.impl.GenericKeyedObjectPoolConfig;

/** Commons Pool's keyed pool: a limit for each tenant and one for all. Lends the driver's own connections. */
final class KeyedPool implements TenantPools {
    private final GenericKeyedObjectPool<String, Connection> pool;
    private final String[] ids;

    KeyedPool(Place place, Sizes sizes) {
        GenericKeyedObjectPoolConfig<Connection> config = new GenericKeyedObjectPoolConfig<>();
        config.setMaxTotal(sizes.total());
        config.setMaxTotalPerKey(sizes.perTenant());
        config.setMaxIdlePerKey(sizes.perTenant());
        config.setMaxWait(sizes.patience());
        config.setJmxEnabled(false);
        this.pool = new GenericKeyedObjectPool<>(new Opener(place), config);
        this.ids = sizes.ids();
    }

    @Override
    public Connection borrow(int tenant) throws SQLException {
        try {
            return pool.borrowObject(ids[tenant]);
        } catch (SQLException e) {
            throw e;
        } catch (NoSuchElementException e) {
            throw new SQLTransientConnectionException(e.getMessage(), "08001", e);
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    @Override
    public void giveBack(int tenant, Connection connection) {
        pool.returnObject(ids[tenant], connection);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Opens and closes a tenant's connections. */
    private static final class Opener extends BaseKeyedPooledObjectFactory<String, Connection> {
        private final Place place;

        Opener(Place place) {
            this.place = place;
        }

        @Override
        public Connection create(String id) throws SQLException {
            return DriverManager.getConnection(place.url(Place.PREFIX + id), place.user(), place.password());
        }

        @Override
        public PooledObject<Connection> wrap(Connection connection) {
            return new DefaultPooledObject<>(connection);
        }

        @Override
        public void destroyObject(String id, PooledObject<Connection> pooled) throws SQLException {
            pooled.getObject().close();
        }
    }
}
