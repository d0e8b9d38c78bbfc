package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.core.Identifiers;
import dev.holdfast.servers.TargetRefused.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** An embedded server plays the one that isn't ours. */
class ExternalPostgresTest {
    private static EmbeddedPostgres somebodys;

    @BeforeAll
    static void start() throws SQLException {
        somebodys = EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withMaxConnections(20)
                .withSetting("wal_level", "logical")
                .withSetting("max_prepared_transactions", "5"));
        execute("CREATE ROLE creator LOGIN CREATEDB CREATEROLE PASSWORD 'c'");
        execute("CREATE ROLE builder LOGIN CREATEDB PASSWORD 'b'");
        execute("CREATE ROLE guest LOGIN PASSWORD 'g'");
        execute("CREATE DATABASE theirs OWNER guest");
    }

    @AfterAll
    static void end() {
        somebodys.close();
    }

    @AfterEach
    void nothingOfOursIsLeftAndNothingElseIsGone() throws SQLException {
        awaitNoSessions();
        assertThat(one("SELECT count(*) FROM pg_database WHERE datname LIKE 'holdfast%'"))
                .isEqualTo("0");
        assertThat(one("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'holdfast%'"))
                .isEqualTo("0");
        assertThat(one("SELECT count(*) FROM pg_database WHERE datname = 'theirs'"))
                .isEqualTo("1");
    }

    /** A closed connection's backend takes a moment to leave. */
    private static void awaitNoSessions() throws SQLException {
        while (!one("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
                .equals("0")) {
            Thread.onSpinWait();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = somebodys.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String one(String sql) throws SQLException {
        return EmbeddedPostgresTest.one(somebodys.connect(), sql);
    }

    private static Target target(String user, String password, String database) {
        return Target.parse(
                "jdbc:postgresql://127.0.0.1:" + somebodys.port() + "/" + database + "?sslmode=disable",
                Map.of("PGUSER", user, "PGPASSWORD", password));
    }

    private static Target creator() {
        return target("creator", "c", "postgres");
    }

    private static void assertRefused(Target target, Reason reason, String... words) {
        assertThatThrownBy(() -> ExternalPostgres.open(target))
                .isInstanceOfSatisfying(
                        TargetRefused.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContainingAll(words);
    }

    @Test
    void createsAndDropsOnlyItsOwnObjects() throws SQLException {
        ExternalPostgres closed;
        try (ExternalPostgres server = ExternalPostgres.open(creator())) {
            closed = server;
            assertThat(server.ours()).isFalse();
            assertThat(server.version()).isEqualTo("18.6");
            assertThat(server.user()).isEqualTo("creator");
            assertThat(server.toString()).startsWith("PostgreSQL 18.6 at jdbc:postgresql://127.0.0.1");
            assertThat(server.mayCreateRoles()).isTrue();
            server.requireCreateRole();
            Database template = server.createDatabase("template");
            try (Database clone = server.createDatabase("clone", template)) {
                assertThat(clone.jdbcUrl()).endsWith(clone.name() + "?sslmode=disable");
                assertThat(EmbeddedPostgresTest.one(clone.connect(), "SELECT current_database()"))
                        .isEqualTo(clone.name());
            }
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + Identifiers.name(server.nameFor("clerk")));
            }
            assertThat(server.freeConnections()).isPositive();
        }
        closed.close();
        assertThatThrownBy(() -> closed.createDatabase("late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nextRunReapsWhatADeadOneLeft() throws SQLException {
        String dead = "holdfast_0badcafe_shop_1";
        execute("CREATE DATABASE " + dead);
        execute("CREATE ROLE holdfast_0badcafe_clerk");
        execute("GRANT CONNECT ON DATABASE theirs TO holdfast_0badcafe_clerk");
        try (Connection connection = somebodys.connect(dead);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id int)");
            statement.execute("BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'half'");
        }
        ExternalPostgres.open(target("postgres", somebodys.password().use(String::new), "postgres"))
                .close();
    }

    /** An idle slot goes with its database; one that is streamed from, and a subscription, would keep it. */
    @Test
    void replicationDoesNotKeepADeadRunsDatabase() throws SQLException {
        String dead = "holdfast_0badcafe_source_1";
        execute("CREATE DATABASE " + dead);
        try (Connection connection = somebodys.connect(dead);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE PUBLICATION news");
            statement.execute("SELECT pg_create_logical_replication_slot('idle', 'pgoutput')");
            statement.execute("SELECT pg_create_logical_replication_slot('busy', 'pgoutput')");
            statement.execute(
                    "CREATE SUBSCRIPTION \"it's\" CONNECTION 'dbname=postgres' PUBLICATION news WITH (connect = false)");
        }
        try (Connection sender = sender(dead)) {
            sender.unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName("busy")
                    .withSlotOption("proto_version", 1)
                    .withSlotOption("publication_names", "news")
                    .start();
            ExternalPostgres.Reaped reaped = ExternalPostgres.reap(admin());
            assertThat(reaped.left()).isEmpty();
            assertThat(reaped.dropped()).containsExactly("database " + dead);
        }
        assertThat(one("SELECT count(*) FROM pg_replication_slots")).isEqualTo("0");
        assertThat(one("SELECT count(*) FROM pg_subscription")).isEqualTo("0");
    }

    private static Connection sender(String database) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, "postgres");
        PGProperty.PASSWORD.set(properties, somebodys.password().use(String::new));
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
        return java.sql.DriverManager.getConnection(admin().jdbcUrl(database), properties);
    }

    private static Target admin() {
        return target("postgres", somebodys.password().use(String::new), "postgres");
    }

    @Test
    void severalWhoReapAtOnceDoNotDisturbEachOther() throws Exception {
        for (int i = 0; i < 6; i++) {
            execute("CREATE DATABASE holdfast_0badcafe_shop_" + i);
            execute("CREATE ROLE holdfast_0badcafe_clerk_" + i);
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ExternalPostgres.Reaped>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> ExternalPostgres.reap(admin())));
            }
            for (Future<ExternalPostgres.Reaped> reaped : all) {
                assertThat(reaped.get().left()).isEmpty();
            }
        }
    }

    @Test
    void whatSomebodyElseDropsMeanwhileIsNoFailure() throws Exception {
        execute("CREATE ROLE holdfast_0badcafe_clerk");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = somebodys.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("DROP ROLE holdfast_0badcafe_clerk");
            Future<ExternalPostgres.Reaped> reaped = threads.submit(() -> ExternalPostgres.reap(admin()));
            while (!reaped.isDone()
                    && one("SELECT count(*) FROM pg_locks WHERE NOT granted").equals("0")) {
                Thread.onSpinWait();
            }
            other.commit();
            assertThat(reaped.get().left()).isEmpty();
            assertThat(reaped.get().dropped()).isEmpty();
        }
    }

    @Test
    void templatesStayUntilTheyAreAskedToGo() throws SQLException {
        execute("CREATE DATABASE holdfast_template_0123 ALLOW_CONNECTIONS false IS_TEMPLATE true");
        ExternalPostgres.open(admin()).close();
        assertThat(ExternalPostgres.reap(admin()).dropped()).isEmpty();
        assertThat(ExternalPostgres.dropTemplates(admin()).dropped())
                .containsExactly("database holdfast_template_0123");
    }

    @Test
    void whoeverHoldsItsLockLivesEvenInAnotherDatabase() throws SQLException {
        Target admin = admin();
        execute("CREATE DATABASE holdfast_0badcafe_shop_1");
        try (Connection owner = somebodys.connect("theirs");
                Statement statement = owner.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + AdvisoryLocks.RUN.namespace() + ", " + 0x0badcafe + ")");
            assertThat(ExternalPostgres.reap(admin).dropped()).isEmpty();
        }
        awaitNoSessions();
        assertThat(ExternalPostgres.reap(admin).dropped()).containsExactly("database holdfast_0badcafe_shop_1");
    }

    @Test
    void twoRunsLiveSideBySide() throws SQLException {
        try (ExternalPostgres one = ExternalPostgres.open(creator());
                Database mine = one.createDatabase("mine");
                Connection busy = mine.connect();
                ExternalPostgres two = ExternalPostgres.open(creator())) {
            assertThat(two.nameFor("x")).isNotEqualTo(one.nameFor("x"));
            assertThat(busy.isValid(5)).isTrue();
        }
    }

    @Test
    void lockIsTakenAgainWhenItsSessionWasKilled() throws SQLException {
        try (ExternalPostgres server = ExternalPostgres.open(creator())) {
            String holder = "FROM pg_locks WHERE locktype = 'advisory' AND classid = " + AdvisoryLocks.RUN.namespace();
            execute("SELECT pg_terminate_backend(pid, 5000) " + holder);
            try (Database database = server.createDatabase("after")) {
                assertThat(database.name()).contains("_after_");
                assertThat(one("SELECT count(*) " + holder)).isEqualTo("1");
            }
        }
    }

    @Test
    void whatCannotBeDroppedIsReported() throws SQLException {
        execute("CREATE DATABASE holdfast_0badcafe_foreign_1");
        assertThat(ExternalPostgres.reap(creator()).left())
                .singleElement()
                .asString()
                .startsWith("database holdfast_0badcafe_foreign_1: ")
                .contains("42501");
        execute("DROP DATABASE holdfast_0badcafe_foreign_1");
    }

    @Test
    void foreignClientsAreNamedUnlessTheServerIsShared() throws SQLException {
        try (Connection foreign = java.sql.DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + somebodys.port() + "/theirs?ApplicationName=billing", "guest", "g")) {
            assertThat(foreign.isValid(5)).isTrue();
            assertRefused(
                    creator(), Reason.FOREIGN_CLIENTS, "1 x billing, user guest, database theirs", "--shared-target");
            ExternalPostgres.open(creator().withShared(true)).close();
        }
    }

    @Test
    void eachThingToDoAboutItHasItsOwnReason() {
        assertRefused(target("creator", "wrong", "postgres"), Reason.LOGIN_REFUSED, "28P01", "PGPASSWORD");
        assertRefused(target("creator", "", "postgres"), Reason.LOGIN_REFUSED, "no password was provided");
        assertRefused(target("creator", "c", "nowhere"), Reason.MISSING_DATABASE, "nowhere", "3D000");
        assertRefused(target("guest", "g", "postgres"), Reason.MISSING_RIGHT, "ALTER ROLE \"guest\" CREATEDB");
    }

    @Test
    void rightToCreateRolesIsAskedForOnlyWhereItIsNeeded() throws SQLException {
        try (ExternalPostgres server = ExternalPostgres.open(target("builder", "b", "postgres"))) {
            assertThat(server.mayCreateRoles()).isFalse();
            assertThatThrownBy(server::requireCreateRole)
                    .isInstanceOf(TargetRefused.class)
                    .hasMessageContaining("CREATEROLE");
        }
    }

    @Test
    void fullServerIsNamed() throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            while (true) {
                all.add(java.sql.DriverManager.getConnection(creator().jdbcUrl("postgres"), "creator", "c"));
            }
        } catch (SQLException full) {
            assertRefused(creator().withWait(Duration.ofSeconds(5)), Reason.TOO_MANY_CONNECTIONS, "max_connections");
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
    }

    @Test
    void unreachableServerIsTriedAsLongAsTheUserWaits() throws Exception {
        int port = freePort();
        Target nobody = Target.parse("jdbc:postgresql://127.0.0.1:" + port + "/d", Map.of("PGUSER", "u"));
        assertRefused(nobody, Reason.UNREACHABLE, "127.0.0.1:" + port, "--wait 30s");
        somebodys.stop();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ExternalPostgres> waiting =
                    threads.submit(() -> ExternalPostgres.open(creator().withWait(Duration.ofSeconds(60))));
            somebodys.startAgain();
            waiting.get().close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
