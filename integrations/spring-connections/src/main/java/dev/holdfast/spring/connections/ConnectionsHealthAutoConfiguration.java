package dev.holdfast.spring.connections;

import dev.holdfast.connections.Connections;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.autoconfigure.jdbc.DataSourceHealthContributorAutoConfiguration;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * The health of {@link Connections}, in the place of that of the {@code DataSource}, {@code db}, which can't tell whose database to look at.
 * Without Spring Boot's actuator there is none.
 */
@AutoConfiguration(
        before = DataSourceHealthContributorAutoConfiguration.class,
        after = ConnectionsAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnSingleCandidate(Connections.class)
@ConditionalOnBean(TenantDataSource.class)
final class ConnectionsHealthAutoConfiguration {
    @Bean
    @ConditionalOnEnabledHealthIndicator("db")
    @ConditionalOnMissingBean(name = {"dbHealthIndicator", "dbHealthContributor"})
    HealthIndicator dbHealthContributor(Connections connections) {
        return new ConnectionsHealth(connections);
    }
}
