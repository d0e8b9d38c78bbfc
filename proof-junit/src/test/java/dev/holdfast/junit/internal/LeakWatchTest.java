package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.Leak.Kind;
import dev.holdfast.junit.TestDatabase.Measured;
import dev.holdfast.servers.EmbeddedOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** What is a leak and what isn't, beside the seeds: pools that outlive a test, the lease's own connection, others' things. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakWatchTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(1);

    private static Leases leases;

    private final List<AutoCloseable> kept = new ArrayList<>();
    private Lease lease;
    private LeakWatch watch;

    @BeforeAll
    static void start() throws SQLException {
        leases = new Leases();
    }

    @AfterAll
    static void end() {
        leases.close();
    }

    @BeforeEach
    void lend() throws SQLException {
        lease = leases.lease();
        watch = watch(lease, "a test");
    }

    @AfterEach
    void giveBack() throws Exception {
        watch.close();
        for (AutoCloseable each : kept) {
            each.close();
        }
        lease.warm().close();
        lease.database().close();
    }

    private static LeakWatch watch(Lease lease, String application) {
        return new LeakWatch(
                ServerProbe.of(lease.database().server()),
                lease,
                lease.database().jdbcUrl(),
                application);
    }

    private HikariDataSource pool(DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        return pool(config);
    }

    private HikariDataSource foreignPool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(lease.database().jdbcUrl());
        config.setUsername(lease.role());
        config.setPassword(lease.password());
        return pool(config);
    }

    private HikariDataSource pool(HikariConfig config) {
        config.setMaximumPoolSize(3);
        config.setMinimumIdle(1);
        HikariDataSource pool = new HikariDataSource(config);
        kept.add(pool);
        return pool;
    }

    private static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            run(connection, sql);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Kind> kinds(List<Leak> leaks) {
        return leaks.stream().map(Leak::kind).toList();
    }

    @Test
    void thePoolOfAClassIsNoLeakOfItsTests() throws SQLException {
        HikariDataSource pool = pool(watch.dataSource());
        watch.beginTest();
        run(pool, "SELECT 1");
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void aPoolOfAClassMayGrowDuringATest() throws SQLException {
        HikariDataSource pool = pool(watch.dataSource());
        watch.beginTest();
        try (Connection one = pool.getConnection();
                Connection two = pool.getConnection()) {
            run(one, "SELECT 1");
            run(two, "SELECT 1");
        }
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void aForeignPoolOfAClassMayGrowToo() throws SQLException {
        HikariDataSource pool = foreignPool();
        watch.beginTest();
        try (Connection one = pool.getConnection();
                Connection two = pool.getConnection()) {
            run(one, "SELECT 1");
            run(two, "SELECT 1");
        }
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void aConnectionOpenedBesideThePoolOfAClassIsALeak() throws SQLException {
        pool(watch.dataSource());
        watch.beginTest();
        Connection connection = watch.dataSource().getConnection();
        assertThat(kinds(watch.find(SHORT))).containsExactly(Kind.CONNECTION);
        watch.cleanUp();
        assertThat(connection.isValid(1)).isFalse();
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void whatIsLeftOnASessionOfAClassesPoolIsThisTestsLeak() throws SQLException {
        HikariDataSource pool = pool(watch.dataSource());
        watch.beginTest();
        run(pool, "SET work_mem = '7MB'");
        List<Leak> found = watch.find(SHORT);
        assertThat(kinds(found)).containsExactly(Kind.SETTING);
        assertThat(found.getFirst().opened()).contains("LeakWatchTest.run(");

        watch.beginTest();
        assertThat(watch.find(SHORT)).as("the next test").isEmpty();
    }

    @Test
    void howAPoolPreparesItsConnectionsIsNoLeak() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(watch.dataSource());
        config.setConnectionInitSql("SET app.tenant = '1'");
        config.setSchema("public");
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        HikariDataSource pool = pool(config);
        run(pool, "SELECT 1");
        assertThat(kinds(watch.find(SHORT))).as("the pool is open, no more").containsExactly(Kind.CONNECTION);
        DataSource watched = watch.watched(pool);
        run(watched, "SELECT 1");
        pool.close();
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void theTransactionLeftOnAPoolOfAClassIsALeak() throws SQLException {
        HikariDataSource pool = pool(watch.dataSource());
        watch.beginTest();
        Connection connection = pool.getConnection();
        run(connection, "BEGIN");
        assertThat(kinds(watch.find(SHORT))).containsExactly(Kind.TRANSACTION);
    }

    @Test
    void aTransactionGivenBackToAWatchedPoolIsToldAndRolledBack() throws SQLException {
        DataSource watched = watch.watched(pool(watch.dataSource()));
        run(watched, "CREATE TABLE t (id int)");
        run(watched, "BEGIN; INSERT INTO t VALUES (1)");
        try (Connection connection = watched.getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "INSERT INTO t VALUES (2)");
        }
        run(watched, "DO $$ BEGIN IF EXISTS (SELECT FROM t) THEN RAISE EXCEPTION 'not rolled back'; END IF; END $$");
        watched.unwrap(HikariDataSource.class).close();
        List<Leak> found = watch.find(SHORT);
        assertThat(kinds(found)).containsExactly(Kind.TRANSACTION, Kind.TRANSACTION);
        assertThat(found.getFirst().opened()).contains("LeakWatchTest.run(");
    }

    @Test
    void lookingAtAConnectionThatIsNotInAutoCommitBeginsNoTransaction() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(watch.dataSource());
        config.setAutoCommit(false);
        HikariDataSource pool = pool(config);
        DataSource watched = watch.watched(pool);
        try (Connection connection = watched.getConnection()) {
            run(connection, "SELECT 1");
            connection.commit();
        }
        watch.beginTest();
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void whatAWatchedPoolLentAndDidNotGetBackIsToldWithItsBorrower() throws SQLException {
        HikariDataSource pool = foreignPool();
        Connection connection = watch.watched(pool).getConnection();
        List<Leak> found = watch.find(SHORT);
        assertThat(found).anySatisfy(leak -> {
            assertThat(leak.what()).startsWith("connection borrowed and not given back");
            assertThat(leak.opened()).contains("LeakWatchTest.whatAWatchedPool");
            assertThat(leak.mend()).startsWith("try (");
        });
        connection.close();
        pool.close();
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void temporaryObjectsOfASessionThatCannotBeAskedAreFound() throws SQLException {
        HikariDataSource pool = foreignPool();
        run(pool, "CREATE TEMP TABLE seed (id int)");
        run(lease.warm(), "CREATE TEMP TABLE ours (id int)");
        List<Leak> found = watch.find(SHORT);
        assertThat(kinds(found)).containsExactly(Kind.CONNECTION, Kind.TEMPORARY_OBJECT);
        assertThat(found.getLast().what()).contains("seed");
    }

    @Test
    void aStatementThatStillRunsIsFoundAndEnded() throws Exception {
        Connection connection = watch.dataSource().getConnection();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                run(connection, "SELECT pg_sleep(60)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        List<Leak> found = watch.find(SHORT);
        assertThat(found).singleElement().satisfies(leak -> {
            assertThat(leak.kind()).isEqualTo(Kind.CONNECTION);
            assertThat(leak.what()).contains("pg_sleep(60)");
        });
        watch.close();
        assertThat(running.handle((unused, e) -> e).get()).isNotNull();
    }

    @Test
    void theServersWorkForAConnectionThatWasClosedIsALeak() throws Exception {
        Connection connection = watch.dataSource().getConnection();
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                run(connection, "SELECT pg_sleep(60)");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        while (!watch.connectionsByState().containsKey("active")) {
            Thread.onSpinWait();
        }
        connection.abort(Runnable::run);
        List<Leak> found = watch.find(SHORT);
        assertThat(found)
                .singleElement()
                .satisfies(leak -> assertThat(leak.what()).contains("closed while the server"));
        watch.close();
        assertThat(running.handle((unused, e) -> e).get()).isNotNull();
        LeakWatch second = watch(lease, "second look");
        assertThat(second.find(LONG)).isEmpty();
        second.close();
    }

    @Test
    void theLeasesOwnConnectionMayBeLeftOpenOrClosed() throws SQLException {
        run(watch.connection(), "SET work_mem = '7MB'");
        assertThat(watch.find(SHORT)).isEmpty();
        watch.connection().close();
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void theTransactionLeftOnTheLeasesOwnConnectionIsALeak() throws SQLException {
        watch.connection().setAutoCommit(false);
        run(watch.connection(), "SELECT 1");
        assertThat(kinds(watch.find(SHORT))).containsExactly(Kind.TRANSACTION);
        watch.cleanUp();
        assertThat(watch.find(LONG)).isEmpty();
        assertThat(lease.warm().isValid(1)).isTrue();
    }

    @Test
    void aSessionElsewhereOfTheLeasesRoleIsALeak() throws SQLException {
        String elsewhere = lease.database().jdbcUrl().replace(lease.database().name(), "postgres");
        Connection connection = DriverManager.getConnection(elsewhere, lease.role(), lease.password());
        kept.add(connection);
        assertThat(kinds(watch.find(SHORT))).containsExactly(Kind.CONNECTION);
        watch.close();
        assertThat(connection.isValid(1)).isFalse();
    }

    @Test
    void anotherTestsThingsAreNotThisTestsLeaks() throws SQLException {
        Lease other = leases.lease();
        LeakWatch others = watch(other, "another test");
        try (Connection connection = others.dataSource().getConnection()) {
            run(connection, "BEGIN; SELECT 1; PREPARE TRANSACTION 'x'");
            run(connection, "CREATE ROLE others; CREATE TEMP TABLE others (id int)");
            run(connection, "CREATE DATABASE others TEMPLATE template0");
            run(connection, "SELECT pg_create_physical_replication_slot('others')");
            assertThat(watch.find(LONG)).isEmpty();
            assertThat(kinds(others.find(SHORT)))
                    .containsExactlyInAnyOrder(
                            Kind.CONNECTION,
                            Kind.TEMPORARY_OBJECT,
                            Kind.PREPARED_TRANSACTION,
                            Kind.ROLE,
                            Kind.DATABASE);
            run(connection, "SELECT pg_drop_replication_slot('others')");
        }
        others.close();
        LeakWatch second = watch(other, "second look");
        assertThat(second.find(LONG)).isEmpty();
        second.close();
        other.warm().close();
        other.database().close();
    }

    @Test
    void withTheAdministratorsLoginNewRolesAndDatabasesAreFoundWhileNobodyElseTests() throws SQLException {
        watch.close();
        Lease common = leases.administrators();
        LeakWatch alone = watch(common, "alone");
        run(alone.dataSource(), "CREATE ROLE common");
        run(alone.dataSource(), "CREATE DATABASE common TEMPLATE template0");
        assertThat(kinds(alone.find(SHORT))).containsExactlyInAnyOrder(Kind.ROLE, Kind.DATABASE);
        alone.close();
        LeakWatch second = watch(common, "second look");
        assertThat(second.find(LONG)).isEmpty();
        second.close();
        common.warm().close();
        common.database().close();
    }

    @Test
    void aConnectionIsWrappedNoFurtherThanNeeded() throws SQLException {
        try (Connection connection = watch.dataSource().getConnection()) {
            assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(connection).isInstanceOf(PGConnection.class).isEqualTo(connection);
            assertThat(connection.hashCode()).isEqualTo(connection.hashCode());
            assertThat(connection).hasToString(connection.toString());
            try (Statement statement = connection.createStatement();
                    PreparedStatement prepared = connection.prepareStatement("SHOW application_name")) {
                assertThat(statement.getConnection()).isSameAs(connection);
                assertThat(prepared.getConnection()).isSameAs(connection);
                try (var row = prepared.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo("a test");
                }
            }
            assertThatThrownBy(() -> run(connection, "SELECT 1/0"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
        }
        try (Connection named = watch.dataSource().getConnection(lease.role(), lease.password())) {
            assertThat(named.isValid(1)).isTrue();
        }
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void aClosedWatchOpensNoConnections() {
        watch.close();
        assertThatThrownBy(() -> watch.dataSource().getConnection()).hasMessageContaining("is over");
    }

    @Test
    void passwordsAreNotShown() throws SQLException {
        try (Connection connection = watch.dataSource().getConnection()) {
            run(connection, "CREATE ROLE seed PASSWORD 'hunter2'");
            run(connection, "SET app.token = 'hunter2'");
            run(connection, "ALTER ROLE seed ENCRYPTED PASSWORD E'hunter\\'2'");
            List<Leak> found = watch.find(SHORT);
            assertThat(kinds(found)).containsExactly(Kind.CONNECTION, Kind.ROLE, Kind.SETTING);
            assertThat(LeakReport.text("a test", found)).doesNotContain("hunter");
        }
    }

    @Test
    void sessionsAreCountedByStateWithoutOurs() throws SQLException {
        assertThat(watch.connectionsByState()).isEmpty();
        try (Connection one = watch.dataSource().getConnection();
                Connection two = watch.dataSource().getConnection()) {
            one.setAutoCommit(false);
            run(one, "SELECT 1");
            run(two, "SELECT 1");
            assertThat(watch.connectionsByState()).containsEntry("idle", 1).containsEntry("idle in transaction", 1);
        }
        watch.connection();
        assertThat(watch.find(LONG)).isEmpty();
        assertThat(watch.connectionsByState()).containsEntry("idle", 1);
    }

    @Test
    void workIsMeasured() throws Exception {
        Measured<String> measured = watch.measure(() -> {
            try (Connection one = watch.dataSource().getConnection();
                    Connection two = watch.dataSource().getConnection()) {
                one.setAutoCommit(false);
                run(one, "SELECT 1");
                one.rollback();
                run(two, "SELECT 1");
                while (watch.connectionsByState().getOrDefault("idle", 0) < 2) {
                    Thread.onSpinWait();
                }
            }
            return "done";
        });
        assertThat(measured.value()).isEqualTo("done");
        assertThat(measured.connectionsOpened()).isEqualTo(2);
        assertThat(measured.rollbacks()).isEqualTo(1);
        assertThat(measured.peakConnections()).isBetween(0, 2);
    }

    @Test
    void theProbeComesBackWhenItsSessionWasEnded() throws Exception {
        assertThat(watch.find(LONG)).isEmpty();
        try (Connection admin = leases.server().connect()) {
            run(
                    admin,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        }
        watch.awaitReady(LONG);
        assertThat(watch.find(LONG)).isEmpty();
    }

    @Test
    void theProbeComesBackAfterARestart() throws Exception {
        try (Leases own = new Leases()) {
            Lease there = own.lease();
            LeakWatch before = watch(there, "before");
            assertThat(before.find(LONG)).isEmpty();
            own.server().restart();
            before.awaitReady(Duration.ofSeconds(10));
            assertThat(before.find(LONG)).isEmpty();
            before.close();
        }
    }

    @Test
    void onPostgres15RolesAreFoundWhileNobodyElseTests() throws Exception {
        watch.close();
        try (Leases old = new Leases(EmbeddedOptions.defaults().withVersion("15"))) {
            LeakWatch alone = watch(old.lease(), "alone");
            try (Connection connection = alone.dataSource().getConnection()) {
                run(connection, "CREATE ROLE seed; SET app.tenant = '1'; CREATE TEMP TABLE seed (id int)");
                run(connection, "CREATE DATABASE seed TEMPLATE template0");
                assertThat(kinds(alone.find(SHORT)))
                        .containsExactlyInAnyOrder(
                                Kind.CONNECTION, Kind.ROLE, Kind.DATABASE, Kind.SETTING, Kind.TEMPORARY_OBJECT);
            }
            alone.cleanUp();
            assertThat(alone.find(LONG)).isEmpty();
            alone.close();
        }
    }

    @Test
    void aReportSaysWhatWhereAndHowToMend() {
        Leak one = new Leak(
                Kind.CONNECTION, "connection still open: pid 1", "at a.B.c(B.java:1)\nat a.B.d(B.java:2)", "close()");
        Leak two = new Leak(Kind.ROLE, "role left: x", "", "DROP ROLE x");
        assertThat(LeakReport.text("ordersAreSaved()", List.of(one, two))).isEqualTo("""
                2 leaks after ordersAreSaved():

                  1. connection still open: pid 1
                     opened: at a.B.c(B.java:1)
                             at a.B.d(B.java:2)
                     mend:   close()

                  2. role left: x
                     mend:   DROP ROLE x

                all of it is cleaned up; if it is meant to be so: \
                @AllowLeak(value = {Leak.Kind.CONNECTION, Leak.Kind.ROLE}, reason = "…")""");
    }
}
