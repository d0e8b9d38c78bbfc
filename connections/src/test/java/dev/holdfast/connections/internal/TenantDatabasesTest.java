package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantDatabasesTest {
    private static final String ACME = "tenant_acme";
    private static final Contents ONE_ROW = TenantDatabasesTest::oneRow;

    private static EmbeddedPostgres postgres;
    private static OneServer server;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Connection system;
    private TenantDatabases databases;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        server = OneServer.of(postgres);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void open() throws SQLException {
        system = server.connect("postgres");
        databases = new TenantDatabases(system, server::connect);
    }

    @AfterEach
    void dropAll() throws SQLException {
        threads.close();
        system.close();
        for (String name : server.column(
                "SELECT quote_ident(datname) FROM pg_database WHERE datname ~ '^(tenant_|holdfast_new_)'")) {
            server.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(500));
    }

    /** Ample until {@code hurry}, then soon, however slow the machine was until then. */
    private static final class Hurry {
        private final AtomicLong skipped = new AtomicLong();
        private final Deadline deadline = Deadline.in(Duration.ofHours(1), () -> System.nanoTime() + skipped.get());

        void now() {
            skipped.addAndGet(deadline.remaining().minusMillis(500).toNanos());
        }
    }

    private static Deadline ample() {
        return Deadline.in(Duration.ofMinutes(2));
    }

    private static void oneRow(Connection connection) throws SQLException {
        OneServer.execute(connection, "CREATE TABLE ready AS SELECT 42 AS n");
    }

    private static List<String> rows() throws SQLException {
        try (Connection connection = server.connect(ACME)) {
            return OneServer.column(connection, "SELECT n FROM ready");
        }
    }

    private static List<String> existing() throws SQLException {
        return server.column("SELECT datname FROM pg_database WHERE datname ~ '^(tenant_|holdfast_new_)' ORDER BY 1");
    }

    /** Asks the server again and again, as it tells nobody by itself. */
    private static void await(String query, String expected) throws SQLException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        try (Connection connection = server.connect("postgres")) {
            for (String found = ""; !found.equals(expected); found = OneServer.value(connection, query)) {
                assertThat(deadline.passed()).as(query + " gave " + found).isFalse();
            }
        }
    }

    private static void awaitLockWaiters(int number) throws SQLException {
        await(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = "
                        + AdvisoryLocks.TENANT.namespace(),
                Integer.toString(number));
    }

    private static void awaitRunning(String command) throws SQLException {
        await(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND starts_with(query, '" + command
                        + "')",
                "1");
    }

    /** Neither lock nor setting of ours stays in the session. */
    private void assertSessionIsAsBefore() throws SQLException {
        assertThat(OneServer.column(
                        system,
                        "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = "
                                + AdvisoryLocks.TENANT.namespace()))
                .isEmpty();
        assertThat(OneServer.value(system, "SHOW lock_timeout")).isEqualTo("0");
        assertThat(OneServer.value(system, "SHOW statement_timeout")).isEqualTo("0");
    }

    private static void assertState(ThrowingCallable work, String state) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    void aNewDatabaseHasItsContents() throws SQLException {
        assertThat(databases.create(ACME, ONE_ROW, ample())).isTrue();
        assertThat(rows()).containsExactly("42");
        assertThat(existing()).containsExactly(ACME);
        assertSessionIsAsBefore();
    }

    @Test
    void settingsOfTheSessionAreAsBefore() throws SQLException {
        OneServer.execute(system, "SET lock_timeout = '7s'");
        OneServer.execute(system, "SET statement_timeout = '8s'");
        databases.create(ACME, Contents.EMPTY, ample());
        databases.drop(ACME, ample());
        assertThat(OneServer.value(system, "SHOW lock_timeout")).isEqualTo("7s");
        assertThat(OneServer.value(system, "SHOW statement_timeout")).isEqualTo("8s");
    }

    @Test
    void emptyContentsNeedNoConnection() throws SQLException {
        TenantDatabases deaf = new TenantDatabases(system, database -> {
            throw new SQLException("dialled " + database);
        });
        assertThat(deaf.create(ACME, Contents.EMPTY, ample())).isTrue();
        assertThat(existing()).containsExactly(ACME);
    }

    @Test
    void whatExistsIsNotMadeAgainAndNeedsNoLock() throws SQLException {
        databases.create(ACME, ONE_ROW, ample());
        try (Connection other = server.connect("postgres")) {
            OneServer.execute(
                    other,
                    "SELECT pg_advisory_lock(%d, %d)"
                            .formatted(AdvisoryLocks.TENANT.namespace(), TenantDatabases.key(ACME)));
            assertThat(databases.create(ACME, connection -> OneServer.execute(connection, "DROP TABLE ready"), soon()))
                    .isFalse();
        }
        assertThat(rows()).containsExactly("42");
    }

    /** The fill goes on only when nineteen others wait for the lock. */
    @Test
    void ofTwentyWhoMakeItOneDoesAndAllFindItReady() throws Exception {
        AtomicInteger filled = new AtomicInteger();
        Contents contents = connection -> {
            filled.incrementAndGet();
            awaitLockWaiters(19);
            oneRow(connection);
        };
        List<Future<Boolean>> makers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            makers.add(threads.submit(() -> createAndLook(contents)));
        }
        int made = 0;
        for (Future<Boolean> maker : makers) {
            made += maker.get() ? 1 : 0;
        }
        assertThat(made).isEqualTo(1);
        assertThat(filled).hasValue(1);
        assertThat(existing()).containsExactly(ACME);
    }

    private static boolean createAndLook(Contents contents) throws SQLException {
        try (Connection own = server.connect("postgres")) {
            boolean made = new TenantDatabases(own, server::connect).create(ACME, contents, ample());
            assertThat(rows()).containsExactly("42");
            return made;
        }
    }

    @Test
    void aMakerThatIsKilledLeavesNothingToTheNext() throws Exception {
        Process maker = spawn();
        try (BufferedReader lines = maker.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("filling");
        } finally {
            maker.destroyForcibly();
            maker.onExit().join();
        }
        assertThat(existing()).hasSize(1).allMatch(name -> name.startsWith("holdfast_new_"));
        assertThat(databases.create(ACME, ONE_ROW, ample())).isTrue();
        assertThat(rows()).containsExactly("42");
        assertThat(existing()).containsExactly(ACME);
    }

    private static Process spawn() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledMaker.class.getName(),
                Integer.toString(server.port()),
                ACME);
        builder.environment().put("PGPASSWORD", server.password());
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @Test
    void theServerLosesTheMakersLockAndTheNextOneWins() throws Exception {
        CountDownLatch filling = new CountDownLatch(1);
        Future<Boolean> first = threads.submit(() -> databases.create(
                ACME,
                connection -> {
                    filling.countDown();
                    OneServer.execute(connection, "SELECT pg_sleep(600)");
                },
                ample()));
        filling.await();
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = "
                + AdvisoryLocks.TENANT.namespace());
        try (Connection own = server.connect("postgres")) {
            assertThat(new TenantDatabases(own, server::connect).create(ACME, ONE_ROW, ample()))
                    .isTrue();
        }
        assertThatThrownBy(first::get).hasRootCauseInstanceOf(SQLException.class);
        assertThat(rows()).containsExactly("42");
        assertThat(existing()).containsExactly(ACME);
    }

    @Test
    void contentsThatFailLeaveNoDatabaseAndTheirFailureIsThrownAsItIs() throws SQLException {
        SQLException refused = new SQLException("no", "0A000");
        assertThatThrownBy(() -> databases.create(ACME, connection -> fail(connection, refused), ample()))
                .isSameAs(refused);
        assertThat(existing()).isEmpty();
        IllegalStateException bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> databases.create(
                        ACME,
                        connection -> {
                            throw bug;
                        },
                        ample()))
                .isSameAs(bug);
        assertThat(existing()).isEmpty();
        assertSessionIsAsBefore();
        assertThat(databases.create(ACME, ONE_ROW, ample())).isTrue();
    }

    private static void fail(Connection connection, SQLException failure) throws SQLException {
        oneRow(connection);
        throw failure;
    }

    @Test
    void aConnectionThatCannotBeOpenedLeavesNoDatabase() throws SQLException {
        SQLException refused = new SQLException("full", "53300");
        TenantDatabases deaf = new TenantDatabases(system, database -> {
            throw refused;
        });
        assertThatThrownBy(() -> deaf.create(ACME, ONE_ROW, ample())).isSameAs(refused);
        assertThat(existing()).isEmpty();
    }

    @Test
    void whatContentsLeaveUncommittedIsCommitted() throws SQLException {
        databases.create(
                ACME,
                connection -> {
                    connection.setAutoCommit(false);
                    oneRow(connection);
                },
                ample());
        assertThat(rows()).containsExactly("42");
    }

    @Test
    void contentsMayCloseTheirConnection() throws SQLException {
        databases.create(
                ACME,
                connection -> {
                    oneRow(connection);
                    connection.close();
                },
                ample());
        assertThat(rows()).containsExactly("42");
    }

    @Test
    void whoWaitsForAnotherMakerIsToldAtTheDeadline() throws Exception {
        CountDownLatch filling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<Boolean> first = threads.submit(() -> createAndLook(connection -> {
            filling.countDown();
            uninterruptibly(goOn);
            oneRow(connection);
        }));
        filling.await();
        assertThatThrownBy(() -> databases.create(ACME, ONE_ROW, soon()))
                .isInstanceOf(SQLTimeoutException.class)
                .hasMessageContaining(ACME)
                .hasMessageContaining("still being made or dropped by another session")
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
        assertThat(OneServer.value(system, "SHOW lock_timeout")).isEqualTo("0");
        goOn.countDown();
        assertThat(first.get()).isTrue();
        assertThat(databases.create(ACME, ONE_ROW, soon())).isFalse();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void contentsEndAtTheDeadline() throws SQLException {
        Hurry hurry = new Hurry();
        TenantDatabases slow = new TenantDatabases(system, database -> {
            hurry.now();
            return server.connect(database);
        });
        List<Connection> filling = new ArrayList<>();
        assertState(
                () -> slow.create(
                        ACME,
                        connection -> {
                            filling.add(connection);
                            OneServer.execute(connection, "SELECT pg_sleep(600)");
                        },
                        hurry.deadline),
                "57014");
        assertThat(filling).hasSize(1);
        assertThat(existing()).isEmpty();
        assertSessionIsAsBefore();
    }

    @Test
    void afterTheDeadlineNothingIsBegun() throws SQLException {
        Deadline passed = Deadline.in(Duration.ZERO);
        assertState(() -> databases.create(ACME, ONE_ROW, passed), "57014");
        assertState(() -> databases.drop(ACME, passed), "57014");
        assertThat(existing()).isEmpty();
    }

    @Test
    void aDatabaseThatSomebodyElseMadeMeanwhileStays() throws SQLException {
        assertThat(databases.create(ACME, connection -> server.execute("CREATE DATABASE " + ACME), ample()))
                .isFalse();
        assertThat(existing()).containsExactly(ACME);
        assertSessionIsAsBefore();
    }

    @Test
    void whoStaysInANewDatabaseIsNamedAndItIsDropped() throws SQLException {
        List<Connection> stays = new ArrayList<>();
        Hurry hurry = new Hurry();
        assertThatThrownBy(() -> databases.create(
                        ACME,
                        connection -> {
                            stays.add(server.connect(connection.getCatalog(), "stays for ever"));
                            hurry.now();
                        },
                        hurry.deadline))
                .hasMessageContaining("holdfast_new_")
                .hasMessageContaining("\"stays for ever\" of postgres")
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55006"));
        assertThat(stays).hasSize(1);
        stays.getFirst().close();
        assertThat(existing()).isEmpty();
    }

    @Test
    void aNewDatabaseWaitsUntilNobodyIsInTheTemplate() throws Exception {
        Future<Boolean> made;
        Connection other = server.connect("template1", "in the template");
        try (other) {
            assertThatThrownBy(() -> databases.create(ACME, ONE_ROW, soon()))
                    .hasMessageContaining("\"template1\" was in use")
                    .hasMessageContaining("\"in the template\"");
            made = threads.submit(() -> createAndLook(ONE_ROW));
            awaitRunning("CREATE DATABASE");
        }
        assertThat(made.get()).isTrue();
    }

    @Test
    void aDatabaseWhoseDroppingWasInterruptedIsMadeAnew() throws SQLException {
        server.execute("CREATE DATABASE " + ACME);
        server.execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = '" + ACME + "'");
        assertThat(databases.create(ACME, ONE_ROW, ample())).isTrue();
        assertThat(rows()).containsExactly("42");
    }

    @Test
    void leftoversOfOthersAreLeftAlone() throws SQLException {
        String others = "holdfast_new_%08x_0123456789abcdef".formatted(TenantDatabases.key("tenant_other"));
        String ours = "holdfast_new_%08x_0123456789abcdef".formatted(TenantDatabases.key(ACME));
        server.execute("CREATE DATABASE " + others);
        server.execute("CREATE DATABASE " + ours);
        databases.create(ACME, Contents.EMPTY, ample());
        assertThat(existing()).containsExactly(others, ACME);
        databases.drop("tenant_other", ample());
        assertThat(existing()).containsExactly(ACME);
    }

    @Test
    void aDroppedDatabaseIsGoneAndMayBeDroppedAgainAndMadeAgain() throws SQLException {
        databases.create(ACME, ONE_ROW, ample());
        databases.drop(ACME, ample());
        assertThat(existing()).isEmpty();
        databases.drop(ACME, ample());
        assertThat(databases.create(ACME, ONE_ROW, ample())).isTrue();
        assertSessionIsAsBefore();
    }

    @Test
    void droppingNamesWhoIsStillConnectedAndCutsNobodyOff() throws SQLException {
        databases.create(ACME, ONE_ROW, ample());
        try (Connection other = server.connect(ACME, "psql of an admin")) {
            String pid = OneServer.value(other, "SELECT pg_backend_pid()");
            assertThatThrownBy(() -> databases.drop(ACME, soon()))
                    .hasMessageContaining("in use by 1 other session")
                    .hasMessageContaining("pid " + pid + " \"psql of an admin\"")
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55006"));
            assertThat(OneServer.value(other, "SELECT n FROM ready")).isEqualTo("42");
        }
        assertSessionIsAsBefore();
        databases.drop(ACME, ample());
        assertThat(existing()).isEmpty();
    }

    @Test
    void droppingWaitsForThoseWhoLeave() throws Exception {
        databases.create(ACME, ONE_ROW, ample());
        Future<?> dropped;
        try (Connection other = server.connect(ACME)) {
            dropped = threads.submit(() -> {
                databases.drop(ACME, ample());
                return null;
            });
            awaitRunning("DROP DATABASE");
            assertThat(OneServer.value(other, "SELECT n FROM ready")).isEqualTo("42");
        }
        dropped.get();
        assertThat(existing()).isEmpty();
    }

    /** For ever would be until the deadline, in a loop. */
    @Test
    void whatIsInUseByNobodyElseIsNotTriedForEver() throws SQLException {
        databases.create(ACME, ONE_ROW, ample());
        try (Connection inside = server.connect(ACME)) {
            Deadline never = Deadline.in(Duration.ofDays(1));
            assertThatThrownBy(() -> new TenantDatabases(inside, server::connect).drop(ACME, never))
                    .hasMessageContaining("currently open database");
        }
    }

    @Test
    void databasesThatAreNoTenantsAreNeitherMadeNorDropped() {
        for (String name : List.of("postgres", "template1", "", "holdfast_new_x", "x".repeat(64))) {
            assertThatThrownBy(() -> databases.create(name, ONE_ROW, ample())).isInstanceOf(InvalidOption.class);
            assertThatThrownBy(() -> databases.drop(name, ample())).isInstanceOf(InvalidOption.class);
        }
    }

    @Test
    void whatTheServerRefusesIsThrownAsItIs() throws SQLException {
        server.execute("CREATE ROLE powerless");
        OneServer.execute(system, "SET ROLE powerless");
        assertState(() -> databases.create(ACME, ONE_ROW, ample()), "42501");
        OneServer.execute(system, "RESET ROLE");
        server.execute("DROP ROLE powerless");
        assertSessionIsAsBefore();
    }
}
