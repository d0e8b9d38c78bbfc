package dev.holdfast.spring.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.connections.BoundTenant;
import dev.holdfast.connections.Connections;
import dev.holdfast.connections.Lease;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Tenants;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.connections.Pooled;
import dev.holdfast.junit.connections.TestConnections;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Boot itself, with a service and two tenants' databases. */
@Holdfast
@Timeout(120)
@SuppressWarnings("try") // a binding is used by being there
class ConnectionsAutoConfigurationTest {
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));
    private static final TenantId ONE = TestConnections.tenant(1);
    private static final TenantId TWO = TestConnections.tenant(2);

    private Connections connections;
    private ApplicationContextRunner spring;

    @Configuration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Notes notes(JdbcTemplate jdbc) {
            return new Notes(jdbc);
        }
    }

    @BeforeEach
    void open(@Tenants(7) @Pooled(budget = 12) Connections given) throws SQLException {
        connections = given;
        for (TenantId tenant : List.of(ONE, TWO)) {
            try (Lease lease = given.lease(tenant, SOON);
                    Statement statement = lease.createStatement()) {
                statement.execute("CREATE TABLE note (text text PRIMARY KEY)");
            }
        }
        spring = new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withBean(Connections.class, () -> given);
    }

    private static Notes notes(AssertableApplicationContext context) {
        return context.getBean(Notes.class);
    }

    private static List<String> notes(AssertableApplicationContext context, TenantId tenant) {
        try (BoundTenant bound = BoundTenant.bind(tenant)) {
            return notes(context).all();
        }
    }

    private void everyLeaseIsBack() {
        assertThat(connections.holders().oldest()).isEmpty();
    }

    /** As a filter does it for each request. */
    private static void write(Notes notes, TenantId tenant, String... texts) {
        try (BoundTenant bound = BoundTenant.bind(tenant)) {
            notes.write(texts); // its @Transactional methods and its JdbcTemplate are the tenant's
        }
    }

    @Test
    void whatATenantWritesIsInItsDatabase() {
        spring.run(context -> {
            write(notes(context), ONE, "a", "b");
            write(notes(context), TWO, "c");
            assertThat(notes(context, ONE)).containsExactly("a", "b");
            assertThat(notes(context, TWO)).containsExactly("c");
            everyLeaseIsBack();
        });
    }

    @Test
    void aTransactionThatFailsLeavesNothingAndGivesItsLeaseBack() {
        spring.run(context -> {
            try (BoundTenant one = BoundTenant.bind(ONE)) {
                assertThatThrownBy(() -> notes(context).writeAndFail("a")).hasMessage("after a");
            }
            everyLeaseIsBack();
            assertThat(notes(context, ONE)).isEmpty();
        });
    }

    @Test
    void withoutATenantThereIsNoConnectionAndNoTransaction() {
        spring.run(context -> {
            assertThatThrownBy(() -> notes(context).all())
                    .isInstanceOf(CannotGetJdbcConnectionException.class)
                    .rootCause()
                    .hasFieldOrPropertyWithValue("SQLState", "08003");
            assertThatThrownBy(() -> notes(context).write("a"))
                    .isInstanceOf(CannotCreateTransactionException.class)
                    .rootCause()
                    .hasFieldOrPropertyWithValue("SQLState", "08003");
        });
    }

    @Test
    void inATenantsTransactionNothingIsDoneForAnother() {
        spring.run(context -> {
            try (BoundTenant one = BoundTenant.bind(ONE)) {
                assertThatThrownBy(() -> notes(context).writeFor(TWO, "its"))
                        .isInstanceOf(WrongTenantException.class)
                        .hasMessageContaining("It began for tenant-1; bound is tenant-2.")
                        .rootCause()
                        .hasFieldOrPropertyWithValue("SQLState", "25001");
            }
            everyLeaseIsBack();
            assertThat(notes(context, ONE)).isEmpty();
            assertThat(notes(context, TWO)).isEmpty();
        });
    }

    @Test
    void anotherTenantMayHaveATransactionOfItsOwn() {
        spring.run(context -> {
            try (BoundTenant one = BoundTenant.bind(ONE)) {
                notes(context).writeBoth(TWO, "a", notes(context));
            }
            everyLeaseIsBack();
            assertThat(notes(context, ONE)).containsExactly("a", "a again");
            assertThat(notes(context, TWO)).containsExactly("a");
        });
    }

    @Test
    void aTransactionMayEndWhenNoTenantIsBoundAnyMore() {
        spring.run(context -> {
            PlatformTransactionManager manager = context.getBean(PlatformTransactionManager.class);
            TransactionStatus transaction;
            try (BoundTenant one = BoundTenant.bind(ONE)) {
                transaction = manager.getTransaction(null);
                notes(context).write("a");
            }
            Throwable refusal = catchThrowable(() -> notes(context).all());
            manager.commit(transaction); // whatever is found: it would be the thread's in the next test
            assertThat(refusal).hasMessageContaining("bound is none");
            everyLeaseIsBack();
            assertThat(notes(context, ONE)).containsExactly("a");
        });
    }

    @Test
    void theTenantMayBeSaidByABeanOfTheApplication() {
        AtomicReference<TenantId> request = new AtomicReference<>(TWO);
        spring.withUserConfiguration(OwnSupplier.class)
                .withBean("request", AtomicReference.class, () -> request)
                .run(context -> {
                    notes(context).write("a");
                    request.set(ONE);
                    assertThat(notes(context).all()).isEmpty();
                    assertThat(notes(context, ONE)).isEmpty();
                    request.set(TWO);
                    assertThat(notes(context).all()).containsExactly("a");
                });
    }

    @Configuration
    static class OwnSupplier {
        @Bean
        Supplier<TenantId> tenant(AtomicReference<TenantId> request) {
            return request::get;
        }
    }

    @Test
    void aDataSourceOfTheApplicationIsLeftAlone(TestDatabase database) {
        spring.withBean(DataSource.class, database::dataSource).run(context -> {
            assertThat(context).hasSingleBean(DataSource.class).doesNotHaveBean(TenantDataSource.class);
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            assertThat(transaction.<String>execute(status -> context.getBean(JdbcTemplate.class)
                            .queryForObject("SELECT current_database()", String.class)))
                    .isEqualTo(database.name());
        });
    }

    @Test
    void withoutConnectionsThereIsNothing() {
        new ApplicationContextRunner()
                .withUserConfiguration(OnlyAutoConfiguration.class)
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(TenantDataSource.class)
                        .doesNotHaveBean(ConnectionsHealth.class));
    }

    @Configuration
    @EnableAutoConfiguration
    static class OnlyAutoConfiguration {}

    private static Health health(AssertableApplicationContext context) {
        assertThat(context).hasSingleBean(ConnectionsHealth.class);
        return context.getBean("dbHealthContributor", HealthIndicator.class).health();
    }

    @Test
    void healthSaysWhoHoldsTheBudgetAndNamesFew() throws SQLException {
        List<Lease> leases = new ArrayList<>();
        for (int n = 1; n <= 7; n++) {
            leases.add(connections.lease(TestConnections.tenant(n), SOON));
        }
        spring.run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("budget", 12)
                    .containsEntry("used", 7)
                    .containsEntry("waiting", 0);
            assertThat((Map<?, ?>) health.getDetails().get("holders")).hasSize(5);
            for (Lease lease : leases) {
                lease.close();
            }
        });
    }

    @Test
    void healthIsDownWhenTheSystemDatabaseCanNotBeReachedInTime() throws SQLException {
        List<Lease> leases = new ArrayList<>();
        for (int n = 1; n <= 6; n++) {
            leases.add(connections.system(SOON));
        }
        spring.run(context -> {
            Health health = health(context);
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("sqlState", "53400");
            for (Lease lease : leases) {
                lease.close();
            }
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
        });
    }

    @Test
    void withoutTheActuatorThereIsNoHealth() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ConnectionsAutoConfiguration.class, ConnectionsHealthAutoConfiguration.class))
                .withBean(Connections.class, () -> connections)
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context)
                        .hasSingleBean(TenantDataSource.class)
                        .doesNotHaveBean(HealthIndicator.class));
    }
}
