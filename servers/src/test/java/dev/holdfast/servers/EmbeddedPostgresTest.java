package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.servers.internal.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void end() {
        server.close();
        assertThat(server.directory()).doesNotExist();
    }

    @BeforeEach
    void isThere() {
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void describesItself() throws SQLException {
        assertThat(server.ours()).isTrue();
        assertThat(server.version()).isEqualTo("18.6");
        assertThat(server.majorVersion()).isEqualTo(18);
        assertThat(server.toString()).startsWith("PostgreSQL 18.6 in /tmp/holdfast-");
        assertThat(server.setting("fsync")).isEqualTo("off");
        assertThat(server.setting("synchronous_commit")).isEqualTo("on");
        assertThat(server.setting("full_page_writes")).isEqualTo("on");
        assertThat(server.setting("dynamic_shared_memory_type")).isEqualTo("mmap");
        assertThat(server.durability().claim()).contains("killed process").contains("not a power loss");
        assertThat(server.password()).hasToString("********");
    }

    @Test
    void listensOnLoopbackAndWantsThePassword() throws SQLException {
        assertThat(server.host()).isEqualTo("127.0.0.1");
        assertThat(server.setting("listen_addresses")).isEqualTo("127.0.0.1");
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        assertThatThrownBy(() -> java.sql.DriverManager.getConnection(url, "postgres", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void databasesAreClonedAndDroppedInParallel() throws Exception {
        try (Database template = server.createDatabase("template");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            execute(template, "CREATE TABLE coupon AS SELECT generate_series(1, 100) AS id");
            List<Future<String>> clones = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                clones.add(threads.submit(() -> countInAClone(template)));
            }
            for (Future<String> clone : clones) {
                assertThat(clone.get()).isEqualTo("100");
            }
        }
        assertThat(one(server.connect(), "SELECT count(*) FROM pg_database WHERE datname LIKE 'holdfast%'"))
                .isEqualTo("0");
    }

    private static String countInAClone(Database template) throws SQLException {
        try (Database clone = server.createDatabase("clone", template)) {
            assertThat(clone.name()).matches("holdfast_[0-9a-f]{8}_clone_\\d+");
            assertThat(clone.jdbcUrl()).isEqualTo("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + clone.name());
            assertThat(clone.server()).isSameAs(server);
            return one(clone.connect(), "SELECT count(*) FROM coupon");
        }
    }

    @Test
    void closingADatabaseEndsItsSessionsAndItsPreparedTransactions() throws SQLException {
        try (EmbeddedPostgres other =
                EmbeddedPostgres.start(EmbeddedOptions.defaults().withSetting("max_prepared_transactions", "5"))) {
            Database database = other.createDatabase("busy");
            execute(database, "CREATE TABLE t (id int)");
            execute(database, "BEGIN; INSERT INTO t VALUES (1); PREPARE TRANSACTION 'half'");
            try (Connection open = database.connect()) {
                database.close();
                database.close();
                assertThat(open.isValid(5)).isFalse();
            }
            assertThat(one(other.connect(), "SELECT count(*) FROM pg_prepared_xacts"))
                    .isEqualTo("0");
        }
    }

    @Test
    void labelsThatMakeNoNameAreRefused() {
        assertThatThrownBy(() -> server.createDatabase("Robert'); --"))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("Robert'); --");
        assertThat(server.nameFor("flash-sale")).matches("holdfast_[0-9a-f]{8}_flash-sale");
    }

    @Test
    void countsFreeConnections() throws SQLException {
        int before = server.freeConnections();
        try (Connection one = server.connect();
                Connection two = server.connect()) {
            assertThat(one).isNotSameAs(two);
            assertThat(server.freeConnections()).isEqualTo(before - 2);
        }
    }

    @Test
    void acknowledgedCommitsSurviveAKilledPostmaster() throws Exception {
        try (Database database = server.createDatabase("ledger")) {
            execute(database, "CREATE TABLE ledger (id bigint)");
            Future<Integer> acknowledged;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                acknowledged = threads.submit(() -> insertUntilItBreaks(database));
                awaitRows(database, 50);
                server.killPostmaster();
            }
            assertThat(server.isRunning()).isFalse();
            server.startAgain();
            assertThat(Integer.parseInt(one(database.connect(), "SELECT count(*) FROM ledger")))
                    .isBetween(acknowledged.get(), acknowledged.get() + 1);
        }
    }

    private static int insertUntilItBreaks(Database database) {
        int acknowledged = 0;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (true) {
                statement.execute("INSERT INTO ledger VALUES (" + acknowledged + ")");
                acknowledged++;
            }
        } catch (SQLException e) {
            assertThat(SqlState.of(e).map(SqlState::losesSession)).contains(true);
            return acknowledged;
        }
    }

    private static void awaitRows(Database database, int rows) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            int seen = 0;
            while (seen < rows) {
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM ledger")) {
                    count.next();
                    seen = count.getInt(1);
                }
            }
        }
    }

    @Test
    void everyWayToEndItCanBeFollowedByAStartOnTheSameDataAndPort() throws SQLException {
        int port = server.port();
        try (Database database = server.createDatabase("stays")) {
            execute(database, "CREATE TABLE t AS SELECT 1 AS id");
            server.stop();
            assertThat(server.isRunning()).isFalse();
            assertThatThrownBy(server::pid).isInstanceOf(ServerFailed.class).hasMessageContaining("isn't running");
            server.startAgain();
            assertThatThrownBy(server::startAgain)
                    .isInstanceOf(ServerFailed.class)
                    .hasMessageContaining("runs already");
            int read = server.log().size();
            server.immediateShutdown();
            server.startAgain();
            assertThat(server.log()
                            .awaitAfter(
                                    read,
                                    e -> e.message().contains("was interrupted"),
                                    Deadline.in(Duration.ofSeconds(5))))
                    .isPresent();
            long pid = server.pid();
            server.restart();
            assertThat(server.pid()).isNotEqualTo(pid);
            assertThat(server.port()).isEqualTo(port);
            assertThat(one(database.connect(), "SELECT id FROM t")).isEqualTo("1");
        }
    }

    @Test
    void portTakenWhileItWasStoppedIsNamed() throws IOException {
        server.stop();
        try (ServerSocket thief = new ServerSocket(server.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(thief.isBound()).isTrue();
            assertThatThrownBy(server::startAgain)
                    .isInstanceOf(ServerFailed.class)
                    .hasMessageContaining("Address already in use");
        } finally {
            server.startAgain();
        }
    }

    @Test
    void killedBackendMakesTheServerRecover() throws SQLException {
        List<ServerEvent> heard = new CopyOnWriteArrayList<>();
        server.log().listen(heard::add);
        try (Connection victim = server.connect();
                Connection witness = server.connect()) {
            long pid = Long.parseLong(first(victim, "SELECT pg_backend_pid()"));
            server.killBackend(pid);
            assertThatThrownBy(() -> first(witness, "SELECT pg_sleep(60)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(SqlState.of(e).map(SqlState::losesSession))
                                    .contains(true));
            assertThat(server.log()
                            .await(
                                    e -> e.message().contains("(PID " + pid + ") was terminated by signal 9"),
                                    Deadline.in(Duration.ofSeconds(5))))
                    .isPresent();
        }
        awaitConnection();
        assertThat(heard).anyMatch(e -> e.message().contains("terminated by signal 9"));
        assertThatThrownBy(() -> server.killBackend(1)).isInstanceOf(InvalidOption.class);
    }

    private static void awaitConnection() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        while (true) {
            try {
                server.connect().close();
                return;
            } catch (SQLException e) {
                assertThat(deadline.passed())
                        .as("recovered: %s", e.getMessage())
                        .isFalse();
            }
        }
    }

    @Test
    void suspendedServerHangsUntilItIsResumed() throws Exception {
        try (Connection connection = server.connect();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long backend = Long.parseLong(first(connection, "SELECT pg_backend_pid()"));
            server.suspend();
            assertThat(Processes.isStopped(backend)).isTrue();
            assertThat(Processes.isStopped(server.pid())).isTrue();
            assertThat(server.isRunning()).isTrue();
            Future<String> answer = threads.submit(() -> first(connection, "SELECT 'awake'"));
            assertThat(Processes.isStopped(backend)).isTrue();
            server.resume();
            assertThat(answer.get()).isEqualTo("awake");
        }
    }

    @Test
    void logIsReadAsEventsWithoutPasswords() throws SQLException {
        int read = server.log().size();
        try (Connection connection = server.connect()) {
            assertThatThrownBy(() -> first(connection, "SELECT 1\n/ 0")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> first(connection, "ALTER ROLE nobody_here PASSWORD 'hunter2'"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> first(
                            connection, "DO $$ BEGIN EXECUTE 'ALTER ROLE nobody_here PASSWORD ''hunter2'''; END $$"))
                    .isInstanceOf(SQLException.class);
            long pid = Long.parseLong(first(connection, "SELECT pg_backend_pid()"));
            ServerEvent event = server.log()
                    .awaitAfter(read, e -> e.state().code().equals("22012"), Deadline.in(Duration.ofSeconds(5)))
                    .orElseThrow();
            assertThat(event.message()).isEqualTo("division by zero");
            assertThat(event.severity()).isEqualTo("ERROR");
            assertThat(event.backend()).isEqualTo("client backend");
            assertThat(event.pid()).isEqualTo(pid);
            assertThat(event.user()).isEqualTo("postgres");
            assertThat(event.application()).isEqualTo("holdfast");
        }
        assertThat(server.log().events().toString()).contains("nobody_here").doesNotContain("hunter2");
        assertThat(server.log().text()).contains("nobody_here").doesNotContain("hunter2");
        assertThat(server.log().await(e -> false, Deadline.in(Duration.ZERO))).isEmpty();
    }

    @Test
    void secondUserOfTheServerKeepsItAlive() throws SQLException {
        EmbeddedPostgres first = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        EmbeddedPostgres second = EmbeddedPostgres.attach(first.directory());
        first.close();
        assertThat(second.port()).isEqualTo(first.port());
        assertThat(one(second.connect(), "SELECT 1")).isEqualTo("1");
        second.restart();
        assertThat(one(second.connect(), "SELECT 1")).isEqualTo("1");
        second.close();
        second.close();
        assertThat(first.directory()).doesNotExist();
        assertThatThrownBy(() -> EmbeddedPostgres.attach(first.directory()))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void databaseOfAServerThatIsGoneClosesQuietly() throws SQLException {
        EmbeddedPostgres other =
                EmbeddedPostgres.start(EmbeddedOptions.defaults().withMaxConnections(10));
        assertThat(other.setting("max_connections")).isEqualTo("10");
        Database database = other.createDatabase("x");
        other.close();
        database.close();
    }

    @Test
    void failedStartShowsTheLogAndLeavesNothing() throws IOException {
        Path parent = Files.createDirectory(Path.of("/tmp", "hf-" + Long.toHexString(System.nanoTime())));
        Files.setPosixFilePermissions(parent, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        EmbeddedOptions options = EmbeddedOptions.defaults()
                .withParent(parent)
                .withSetting("shared_preload_libraries", "no_such_library");
        assertThatThrownBy(() -> EmbeddedPostgres.start(options))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("ended with status 1")
                .hasMessageContaining("no_such_library");
        try (Stream<Path> left = Files.list(parent)) {
            assertThat(left).isEmpty();
        }
        Files.delete(parent);
    }

    @Test
    void installedVersionRunsToo() throws SQLException {
        Path installed = Path.of("/usr/lib/postgresql/15/bin");
        assumeTrue(Files.exists(installed.resolve("initdb")), "the distribution's PostgreSQL 15 isn't installed");
        try (EmbeddedPostgres old = EmbeddedPostgres.start(
                EmbeddedOptions.defaults().withInstalled(installed).withDurability(Durability.POWER_LOSS))) {
            assertThat(old.majorVersion()).isEqualTo(15);
            assertThat(old.setting("fsync")).isEqualTo("on");
            assertThat(old.durability()).isEqualTo(Durability.POWER_LOSS);
            try (Database database = old.createDatabase("x")) {
                assertThat(one(database.connect(), "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void directoryWithoutProgramsIsRefused() {
        assertThatThrownBy(
                        () -> EmbeddedPostgres.start(EmbeddedOptions.defaults().withInstalled(Path.of("/usr/lib"))))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("/usr/lib/postgres");
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Closes the connection. */
    static String one(Connection connection, String sql) throws SQLException {
        try (connection) {
            return first(connection, sql);
        }
    }

    static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void roleNamesAreTheRunsOwn() throws SQLException {
        String role = server.nameFor("clerk");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + Identifiers.name(role));
            statement.execute("DROP ROLE " + Identifiers.name(role));
        }
    }
}
