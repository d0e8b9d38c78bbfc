package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadyDatabasesTest {
    private static EmbeddedPostgres server;
    private static Database template;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        template = server.createDatabase("template");
        try (Connection connection = template.connect()) {
            execute(connection, "CREATE TABLE account (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)");
            execute(connection, "CREATE TABLE kind (name text)");
            execute(connection, "INSERT INTO kind VALUES ('seed')");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ReadyDatabases ready(int ahead, boolean recycle) {
        return new ReadyDatabases(server, template.name(), ahead, recycle);
    }

    @Test
    void aDatabaseIsLentWithARoleOfItsOwnAndAnOpenConnection() throws SQLException {
        try (ReadyDatabases databases = ready(2, false)) {
            Lease one = databases.take();
            Lease two = databases.take();
            assertThat(one.database().name()).isNotEqualTo(two.database().name());
            assertThat(one.role()).startsWith("holdfast_").isNotEqualTo(two.role());
            assertThat(one.ownRole()).isTrue();
            assertThat(one.warm().getAutoCommit()).isTrue();
            assertThat(string(one.warm(), "SELECT current_database() || ' ' || current_user || ' ' || session_user"))
                    .isEqualTo(one.database().name() + " " + one.role() + " " + one.role());
            execute(one.warm(), "INSERT INTO account (name) VALUES ('mine')");
            assertThat(string(two.warm(), "SELECT count(*) FROM account")).isEqualTo("0");
        }
    }

    @Test
    void theRoleMayDoWhatTestsDoAndIsNoSuperuser() throws SQLException {
        try (ReadyDatabases databases = ready(1, false)) {
            Lease lease = databases.take();
            execute(lease.warm(), "CREATE TABLE public.more (id int)");
            execute(lease.warm(), "ALTER TABLE account ADD COLUMN more text");
            execute(lease.warm(), "CREATE SCHEMA more");
            execute(lease.warm(), "CREATE ROLE " + server.nameFor("made"));
            execute(lease.warm(), "DROP ROLE " + server.nameFor("made"));
            assertThat(string(lease.warm(), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("f");
        }
    }

    @Test
    void nothingIsLeftOfWhatWasGivenBackOrNeverLent() throws SQLException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ReadyDatabases databases = ready(3, false);
        databases.giveBack(databases.take(), true);
        Lease used = databases.take();
        Connection forgotten = used.database().connect();
        execute(used.warm(), "CREATE TABLE owned (id int)");
        databases.giveBack(used, false);
        databases.giveBack(used, false);
        databases.take();
        databases.close();
        assertThat(names("SELECT datname FROM pg_database WHERE datname LIKE 'holdfast%'"))
                .containsExactly(template.name());
        assertThat(names("SELECT rolname FROM pg_roles WHERE rolname LIKE 'holdfast%'"))
                .isEmpty();
        assertThat(forgotten.isValid(1)).isFalse();
        assertThatThrownBy(databases::take).isInstanceOf(IllegalStateException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("holdfast-databases"));
    }

    @Test
    void aPreparedTransactionDoesNotKeepADatabase() throws SQLException {
        try (EmbeddedPostgres two =
                EmbeddedPostgres.start(EmbeddedOptions.defaults().withSetting("max_prepared_transactions", "5"))) {
            ReadyDatabases databases = new ReadyDatabases(two, "template0", 1, false);
            Lease lease = databases.take();
            lease.warm().setAutoCommit(false);
            execute(lease.warm(), "CREATE TABLE t (id int)");
            execute(lease.warm(), "PREPARE TRANSACTION 'left'");
            databases.giveBack(lease, false);
            databases.close();
            assertThat(names(two, "SELECT datname FROM pg_database WHERE datname LIKE 'holdfast%'"))
                    .isEmpty();
        }
    }

    @Test
    void manyAreLentAtOnce() throws SQLException {
        try (ReadyDatabases databases = ready(1, false)) {
            List<Lease> leases = databases.take(7);
            assertThat(leases.stream().map(Lease::role).collect(Collectors.toSet()))
                    .hasSize(7);
            leases.forEach(lease -> databases.giveBack(lease, true));
        }
    }

    @Test
    void fewDatabasesExistHoweverFastTestsAre() throws Exception {
        for (boolean recycle : List.of(false, true)) {
            Set<String> inUse = ConcurrentHashMap.newKeySet();
            try (ReadyDatabases databases = ready(2, recycle);
                    ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List<Future<Integer>> most = new ArrayList<>();
                Callable<Integer> tests = () -> tests(databases, inUse);
                for (int i = 0; i < 4; i++) {
                    most.add(threads.submit(tests));
                }
                for (Future<Integer> each : most) {
                    assertThat(each.get()).isLessThanOrEqualTo(4 + 2 * 2 + 2 * 4 + 4);
                }
            }
        }
    }

    private static int tests(ReadyDatabases databases, Set<String> inUse) throws SQLException {
        int most = 0;
        for (int test = 0; test < 12; test++) {
            Lease lease = databases.take();
            assertThat(inUse.add(lease.database().name())).isTrue();
            assertThat(string(lease.warm(), "SELECT count(*) FROM account")).isEqualTo("0");
            execute(lease.warm(), "INSERT INTO account (name) VALUES ('mine')");
            assertThat(string(lease.warm(), "SELECT max(id) FROM account")).isEqualTo("1");
            most = Math.max(most, databases.databases());
            inUse.remove(lease.database().name());
            databases.giveBack(lease, true);
        }
        return most;
    }

    @Test
    void afterARestartWhatIsReadyIsReadyAgain() throws SQLException {
        try (EmbeddedPostgres two = EmbeddedPostgres.start(EmbeddedOptions.defaults());
                ReadyDatabases databases = new ReadyDatabases(two, "template0", 2, true)) {
            databases.giveBack(databases.take(), true);
            Lease lent = databases.take();
            two.stop();
            assertThatThrownBy(databases::take)
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("could not make a database\n  detail: ")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isIn("08001", "57P03"); // gone, or just going
            assertThatThrownBy(databases::take).isInstanceOf(SQLException.class);
            databases.giveBack(lent, false);
            two.startAgain();
            Lease after = databases.take();
            assertThat(string(after.warm(), "SELECT current_database()"))
                    .isEqualTo(after.database().name());
            two.restart();
            assertThat(string(databases.take().warm(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aTemplateThatIsGoneIsSaidToTheOneWhoTakes() {
        try (ReadyDatabases databases = new ReadyDatabases(server, "holdfast_none", 2, false)) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(databases::take)
                        .hasMessageContaining("holdfast_none")
                        .extracting(e -> ((SQLException) e).getSQLState())
                        .isEqualTo("3D000");
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String string(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<String> names(String sql) throws SQLException {
        return names(server, sql);
    }

    private static List<String> names(EmbeddedPostgres where, String sql) throws SQLException {
        try (Connection connection = where.connect()) {
            return Baseline.strings(connection, sql);
        }
    }
}
