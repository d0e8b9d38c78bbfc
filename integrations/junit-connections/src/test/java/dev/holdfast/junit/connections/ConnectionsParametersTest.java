package dev.holdfast.junit.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.HandOver;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.LeasePair;
import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SlotBudget;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.Tenants;
import dev.holdfast.junit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

@Holdfast
@Timeout(120)
class ConnectionsParametersTest {
    private static final TenantId ONE = TestConnections.tenant(1);
    private static final TenantId TWO = TestConnections.tenant(2);
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void eachTenantHasItsDatabase(@Tenants(2) Connections connections, @Tenants(2) TenantDatabases databases)
            throws SQLException {
        try (LeasePair both = connections.acquireBoth(ONE, SOON);
                Lease two = connections.handle(TWO).lease()) {
            assertThat(ask(both.system(), "select current_database()"))
                    .isEqualTo(databases.system().name());
            assertThat(ask(both.tenant(), "select current_database()"))
                    .isEqualTo(databases.tenant(1).name());
            assertThat(ask(two, "select current_database()"))
                    .isEqualTo(databases.tenant(2).name());
        }
    }

    /** Or what is made there would outlive the database on the server, as its owner's. */
    @Test
    void eachDatabaseIsLoggedInToAsItsOwnRole(
            @Tenants(2) Connections connections, @Tenants(2) TenantDatabases databases) throws SQLException {
        try (Connection one = connections.dataSource(ONE).getConnection();
                Connection system = connections.systemDataSource().getConnection()) {
            assertThat(ask(one, "select current_user"))
                    .isEqualTo(databases.tenant(1).user());
            assertThat(ask(system, "select current_user"))
                    .isEqualTo(databases.system().user());
        }
    }

    @Test
    void withoutTenantsThereIsTheSystemDatabase(Connections connections, TestDatabase database) throws SQLException {
        try (Lease lease = connections.system()) {
            assertThat(ask(lease, "select current_database()")).isEqualTo(database.name());
        }
        assertThat(connections.statistics().budget()).isEqualTo(10);
        assertThatThrownBy(() -> connections.lease(ONE)).hasFieldOrPropertyWithValue("SQLState", "3D000");
    }

    @Test
    void theBudgetIsTheParameters(@Pooled(budget = 3) Connections connections) {
        assertThat(connections.statistics().budget()).isEqualTo(3);
        assertThat(connections).hasToString("0 of 3 slots used, 0 requests waiting");
    }

    @Test
    void twentyTenantsShareFiveConnections(@Tenants(20) @Pooled(budget = 5) Connections connections)
            throws SQLException {
        for (int number = 1; number <= 20; number++) {
            try (Lease lease = connections.lease(TestConnections.tenant(number))) {
                assertThat(lease.isValid(1)).isTrue();
            }
        } // a lease that is out by now fails the test, and is told with the place where it was taken
        assertThat(connections.statistics().used()).isLessThanOrEqualTo(5);
    }

    /** What a function does inside is what TRUSTED can't see. */
    private static String leftBehind(Connections connections) throws SQLException {
        try (Lease lease = connections.system();
                Statement statement = lease.createStatement()) {
            statement.execute("create function f() returns text language plpgsql as"
                    + " $$ begin perform set_config('my.x', 'y', false); return 'done'; end $$");
        }
        try (Lease lease = connections.system()) {
            ask(lease, "select f()");
        }
        try (Lease lease = connections.system()) {
            return String.valueOf(ask(lease, "select current_setting('my.x', true)"));
        }
    }

    @Test
    void handOverIsStrict(Connections connections) throws SQLException {
        assertThat(leftBehind(connections)).isNotEqualTo("y");
    }

    @Test
    void handOverIsTheParameters(@Pooled(handOver = HandOver.TRUSTED) Connections connections) throws SQLException {
        assertThat(leftBehind(connections)).isEqualTo("y");
    }

    @Test
    void aTenantThatATestMakesItDrops(Connections connections, TestDatabase database) throws SQLException {
        TenantId fresh = new TenantId("fresh");
        assertThat(connections.tenants().create(fresh, Contents.EMPTY, SOON)).isTrue();
        try (Lease lease = connections.lease(fresh, SOON)) {
            assertThat(ask(lease, "select current_database()")).isEqualTo(database.name() + "-fresh");
        }
        connections.tenants().drop(fresh, SOON);
    }

    /** Connections of a service are refused for the same server with another budget. */
    @Test
    void otherTestsHaveOtherBudgets(@Pooled(budget = 3) Connections connections, TestDatabase database)
            throws SQLException {
        try (Connections others = Connections.open(TestConnections.options(database, 4));
                SlotBudget.Slot all = connections.budget().take("a test", SOON)) {
            assertThat(all).isNotNull();
            others.system(SOON).close();
            assertThat(others.statistics().used()).isEqualTo(1);
        }
    }

    @Test
    void theDataSourceIsRouted(@Tenants(1) Connections connections) throws SQLException {
        try (Connection one = connections.routedDataSource(() -> ONE).getConnection()) {
            assertThat(one.unwrap(Lease.class).tenant()).contains(ONE);
        }
        assertThatThrownBy(() -> connections.routedDataSource(() -> null).getConnection())
                .hasFieldOrPropertyWithValue("SQLState", "08003");
    }

    /** Played by the tests below. */
    @Holdfast
    static class Forgetful {
        @Test
        @SuppressWarnings("MustBeClosedChecker") // it forgets
        void keepsALease(@Tenants(1) Connections connections) throws SQLException {
            Lease lease = connections.lease(ONE);
            assertThat(lease.isClosed()).isFalse();
        }

        @Test
        void meansIt(@Tenants(1) Connections connections) throws SQLException {
            Lease lease = connections.lease(ONE, SOON);
            connections.close(Deadline.in(Duration.ZERO));
            assertThatThrownBy(lease::createStatement).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aLeaseThatDoesNotComeBackFailsTheTestWithThePlaceWhereItWasTaken() {
        List<Throwable> failures = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Forgetful.class))
                .execute()
                .testEvents()
                .assertStatistics(of -> of.succeeded(1).failed(1))
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
        assertThat(failures)
                .singleElement()
                .isInstanceOfSatisfying(
                        AssertionError.class,
                        e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(Throwable.class))
                .asString()
                .contains(
                        "a lease didn't come back",
                        "tenant-1, backend ",
                        "taken: at " + Forgetful.class.getName() + ".keepsALease(ConnectionsParametersTest.java:",
                        "mend:");
    }
}
