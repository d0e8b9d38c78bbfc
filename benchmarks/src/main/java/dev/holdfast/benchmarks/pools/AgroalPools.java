package dev.holdfast.benchmarks.pools;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Agroal, a pool for each tenant, made when it is first used. */
final class AgroalPools implements TenantPools {
    private final ConcurrentMap<String, AgroalDataSource> pools = new ConcurrentHashMap<>();
    private final Place place;
    private final Sizes sizes;
    private final String[] ids;

    AgroalPools(Place place, Sizes sizes) {
        this.place = place;
        this.sizes = sizes;
        this.ids = sizes.ids();
    }

    @Override
    public Connection borrow(int tenant) throws SQLException {
        return pools.computeIfAbsent(ids[tenant], id -> pool(tenant)).getConnection();
    }

    private AgroalDataSource pool(int tenant) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(sizes.perTenant())
                            .acquisitionTimeout(sizes.patience())
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(place.url(tenant))
                                    .principal(new NamePrincipal(place.user()))
                                    .credential(new SimplePassword(place.password())))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pools.values().forEach(AgroalDataSource::close);
    }
}
