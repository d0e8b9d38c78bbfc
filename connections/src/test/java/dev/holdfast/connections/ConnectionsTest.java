package dev.holdfast.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Credential;
import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Secret;
import dev.holdfast.core.SlotBudget;
import dev.holdfast.core.TenantId;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));
    private static EmbeddedPostgres server;
    private final List<Connections> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        execute("create database tenant_acme");
        execute("create database tenant_bolt");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() throws SQLException {
        opened.forEach(Connections::close);
        assertThat(backends()).isZero();
    }

    private static Connection observe() throws SQLException {
        return server.connect();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = observe();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void oneTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table t(n int)");
        }
    }

    private static int backends() throws SQLException {
        try (Connection connection = observe()) {
            return number(connection, "select count(*) from pg_stat_activity where application_name = 'pool'");
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private Connections open(int budget, Consumer<ConnectionsOptions.Builder> change) throws SQLException {
        Connections connections = Connections.open(options(budget).with(change));
        opened.add(connections);
        return connections;
    }

    private static ConnectionsOptions options(int budget) {
        return ConnectionsOptions.forServer(
                        "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                        CredentialSource.constant(server.user(), server.password()),
                        budget)
                .with(change -> change.applicationName("pool"));
    }

    private static String database(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_database()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aLeaseLeadsToItsTenantsDatabase() throws SQLException {
        Connections connections = open(8, change -> {});
        try (Lease acme = connections.lease(ACME);
                Lease bolt = connections.lease(BOLT);
                Lease system = connections.system()) {
            assertThat(database(acme)).isEqualTo("tenant_acme");
            assertThat(database(bolt)).isEqualTo("tenant_bolt");
            assertThat(database(system)).isEqualTo("postgres");
            assertThat(acme.tenant()).contains(ACME);
            assertThat(backends()).isEqualTo(3);
        }
        try (LeasePair both = connections.acquireBoth(ACME, SOON)) {
            assertThat(database(both.system())).isEqualTo("postgres");
            assertThat(database(both.tenant())).isEqualTo("tenant_acme");
        }
        assertThat(connections.statistics().total().leases()).isEqualTo(5);
    }

    @Test
    void theSameConnectionComesBackClean() throws SQLException {
        Connections connections = open(4, change -> change.tenantLimits(TenantLimits.upTo(1)));
        int first;
        try (Lease lease = connections.lease(ACME)) {
            first = number(lease, "select pg_backend_pid()");
            lease.setAutoCommit(false);
            number(lease, "select 1 from (select set_config('my.x', 'y', false)) t");
        }
        try (Lease lease = connections.lease(ACME)) {
            assertThat(number(lease, "select pg_backend_pid()")).isEqualTo(first);
            assertThat(lease.getAutoCommit()).isTrue();
            assertThat(number(lease, "select length(current_setting('my.x', true))"))
                    .isZero();
        }
    }

    @Test
    void aDifferentTenantGetsTheSlotOfAnIdleConnection() throws SQLException {
        Connections connections = open(2, change -> change.reservedForSystem(1).tenantLimits(TenantLimits.upTo(1)));
        for (int i = 0; i < 5; i++) {
            connections.lease(ACME).close();
            connections.lease(BOLT).close();
            assertThat(backends()).isEqualTo(1);
        }
        assertThat(connections.statistics().total().stolen()).isEqualTo(9);
    }

    @Test
    void aRequestThatCanNotBeServedSaysWhoHoldsTheBudget() throws SQLException {
        Connections connections = open(2, change -> change.reservedForSystem(1).tenantLimits(TenantLimits.upTo(1)));
        Lease held = connections.lease(ACME);
        try (held) {
            assertThatThrownBy(() -> connections.lease(BOLT, Deadline.in(Duration.ofMillis(50))))
                    .isInstanceOfSatisfying(LeaseRefused.class, refused -> {
                        assertThat(refused.getSQLState()).isEqualTo("53400");
                        assertThat(refused.reason()).isEqualTo(LeaseRefused.Reason.TIMED_OUT);
                        assertThat(refused.holders()
                                        .orElseThrow()
                                        .holders()
                                        .get(0)
                                        .name())
                                .isEqualTo("acme");
                    })
                    .hasMessageContaining("1 of 2 slots used");
            connections.system(SOON).close();
        }
    }

    @Test
    void manyThreadsNeverHaveMoreBackendsThanTheBudget() throws Exception {
        Connections connections =
                open(6, change -> change.tenantLimits(TenantLimits.upTo(4)).patience(Duration.ofSeconds(30)));
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                TenantId tenant = i % 2 == 0 ? ACME : BOLT;
                work.add(threads.submit(() -> {
                    start.await();
                    for (int n = 0; n < 50; n++) {
                        try (Lease lease = connections.lease(tenant)) {
                            assertThat(number(
                                            lease,
                                            "select count(*) from pg_stat_activity where application_name = 'pool'"))
                                    .isBetween(1, 6);
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : work) {
                one.get();
            }
        }
        assertThat(connections.statistics().total().leases()).isEqualTo(2000);
        assertThat(connections.statistics().total().refused()).isZero();
    }

    @Test
    void slotsForOthersComeOutOfTheSameBudget() throws SQLException {
        Connections connections = open(2, change -> change.reservedForSystem(1).tenantLimits(TenantLimits.upTo(1)));
        try (SlotBudget.Slot slot = connections.budget().take("a test", SOON)) {
            assertThat(slot).isNotNull();
            assertThatThrownBy(() -> connections.lease(ACME, Deadline.in(Duration.ofMillis(30))))
                    .isInstanceOf(LeaseRefused.class);
        }
        connections.lease(ACME).close();
    }

    @Test
    void whatTheServerRefusesIsToldAtOnceAndRemembered() throws SQLException {
        Connections connections = open(4, change -> {});
        TenantId nobody = new TenantId("nobody");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> connections.lease(nobody))
                    .isInstanceOf(TenantUnavailable.class)
                    .extracting("SQLState")
                    .isEqualTo("3D000");
        }
        assertThat(connections.statistics().total().openFailures()).isEqualTo(1);
    }

    @Test
    void mistakesAreRefusedTogetherTheServersWordIncluded() {
        assertThatThrownBy(() -> Connections.open(options(1_000)
                        .with(change -> change.reservedForSystem(0)
                                .quantum(Duration.ZERO)
                                .tenantLimits(TenantLimits.upTo(2_000)))))
                .isInstanceOfSatisfying(
                        InvalidOption.class,
                        refused -> assertThat(refused.problems()).hasSize(4))
                .hasMessageContaining("above what the server allows");
    }

    @Test
    void anotherBudgetForTheSameServerIsRefused() throws SQLException {
        open(4, change -> {});
        open(4, change -> {});
        assertThatThrownBy(() -> open(5, change -> {}))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("another budget");
    }

    @Test
    void aTenantIsCreatedDrainedAndDropped() throws SQLException {
        Connections connections = open(4, change -> {});
        TenantId fresh = new TenantId("Fresh \"one\"");
        assertThat(connections.tenants().create(fresh, ConnectionsTest::oneTable, SOON))
                .isTrue();
        assertThat(connections.tenants().create(fresh, Tenants.Contents.EMPTY, SOON))
                .isFalse();
        try (Lease lease = connections.lease(fresh)) {
            assertThat(number(lease, "select count(*) from t")).isZero();
        }
        assertThat(connections.tenants().drain(fresh, SOON)).isTrue();
        assertThat(connections.tenants().state(fresh)).isEqualTo(new TenantState.Closed());
        assertThatThrownBy(() -> connections.lease(fresh)).isInstanceOf(TenantUnavailable.class);
        connections.tenants().reopen(fresh);
        connections.lease(fresh).close();
        connections.tenants().drop(fresh, SOON);
        assertThatThrownBy(() -> connections.lease(fresh)).hasFieldOrPropertyWithValue("SQLState", "3D000");
    }

    /** A credential that a test changes. */
    private static final class Changing implements CredentialSource {
        private final AtomicReference<Credential> current;
        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

        Changing(Credential first) {
            current = new AtomicReference<>(first);
        }

        void change(Credential next) {
            current.set(next);
            listeners.forEach(Runnable::run);
        }

        @Override
        public Credential current() {
            return current.get();
        }

        @Override
        public Subscription onChange(Runnable changed) {
            listeners.add(changed);
            return () -> listeners.remove(changed);
        }
    }

    /** Hears what a rotation does. */
    private static final class Heard implements ConnectionsListener {
        private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();
        private final BlockingQueue<Throwable> failed = new LinkedBlockingQueue<>();

        @Override
        public void closed(@Nullable TenantId tenant, CloseReason reason) {
            closed.add(reason);
        }

        @Override
        public void openFailed(@Nullable TenantId tenant, Throwable cause) {
            failed.add(cause);
        }
    }

    @Test
    void aNewCredentialReplacesConnectionsOnlyWhenItIsKnownToWork() throws Exception {
        execute("create role app_a login password 'one' superuser");
        execute("create role app_b login password 'two' superuser");
        Changing source = new Changing(new Credential("app_a", Secret.of("one"), 1));
        Heard heard = new Heard();
        Connections connections =
                open(4, change -> change.credentials(source).listener(heard).patience(Duration.ofSeconds(10)));
        connections.lease(ACME).close();
        source.change(new Credential("app_b", Secret.of("wrong"), 2));
        assertThat(heard.failed.take()).hasFieldOrPropertyWithValue("SQLState", "28P01");
        try (Lease still = connections.lease(ACME);
                Lease fresh = connections.lease(BOLT)) {
            assertThat(user(still)).isEqualTo("app_a");
            assertThat(user(fresh)).isEqualTo("app_a");
            source.change(new Credential("app_b", Secret.of("two"), 3));
            assertThat(number(still, "select 1")).isEqualTo(1);
        }
        assertThat(heard.closed.take()).isEqualTo(ConnectionsListener.CloseReason.ROTATED);
        assertThat(heard.closed.take()).isEqualTo(ConnectionsListener.CloseReason.ROTATED);
        try (Lease next = connections.lease(ACME)) {
            assertThat(user(next)).isEqualTo("app_b");
        }
        assertThat(connections.statistics().total().refused()).isZero();
    }

    private static String user(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select current_user")) {
            row.next();
            return row.getString(1);
        }
    }
}
