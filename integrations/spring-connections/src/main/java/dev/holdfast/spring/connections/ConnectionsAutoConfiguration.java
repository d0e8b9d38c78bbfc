package dev.holdfast.spring.connections;

import dev.holdfast.connections.BoundTenant;
import dev.holdfast.connections.Connections;
import dev.holdfast.core.TenantId;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionManager;

/**
 * The application's {@link DataSource} and transactions, if it has a bean of {@link Connections} and no {@code DataSource} of its own. The
 * tenant is the one that the thread is {@linkplain BoundTenant bound} to, or what a bean of type {@code Supplier<TenantId>} says.
 *
 * <p>A transaction stays in the database in which it began. To use its {@code DataSource} with another tenant bound fails with
 * SQLSTATE 25001, except for a transaction of its own ({@code REQUIRES_NEW}).
 */
@AutoConfiguration(
        before = {DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class},
        after = TransactionManagerCustomizationAutoConfiguration.class)
@ConditionalOnSingleCandidate(Connections.class)
@ConditionalOnMissingBean(DataSource.class)
final class ConnectionsAutoConfiguration {
    @Bean
    TenantDataSource dataSource(Connections connections, ObjectProvider<Supplier<TenantId>> bound) {
        Supplier<? extends @Nullable TenantId> tenant = bound.getIfAvailable(() -> BoundTenant::current);
        return new TenantDataSource(connections.routedDataSource(tenant), tenant);
    }

    /** Begins where the tenant's database is, whatever transaction there is already. */
    @Bean
    @ConditionalOnMissingBean(TransactionManager.class)
    JdbcTransactionManager transactionManager(
            TenantDataSource dataSource, ObjectProvider<TransactionManagerCustomizers> customizers) {
        JdbcTransactionManager manager = new JdbcTransactionManager(dataSource.routed());
        customizers.ifAvailable(all -> all.customize(manager));
        return manager;
    }
}
