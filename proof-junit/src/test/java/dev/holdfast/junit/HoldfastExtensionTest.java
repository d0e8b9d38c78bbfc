package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.fault.Armed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class HoldfastExtensionTest {
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    static String one(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return one(connection, sql);
        }
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void run(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void allHold(Class<?> tests, int count) {
        Played played = Played.of(tests);
        assertThat(played.failures()).isEmpty();
        assertThat(played.succeeded()).isEqualTo(count);
    }

    @Test
    void everyParameterMeansTheSameDatabaseAndEachTestAnother() {
        SEEN.clear();
        allHold(EveryParameter.class, 2);
        assertThat(SEEN).hasSize(4);
    }

    @Disabled
    @Holdfast
    @Template("shop.sql")
    static class EveryParameter {
        @BeforeEach
        void before(TestDatabase database) throws SQLException {
            run(database.dataSource(), "update items set stock = 7 where name = 'ticket'");
        }

        @Test
        void parameters(
                TestDatabase database,
                DataSource source,
                Connection connection,
                @JdbcUrl String url,
                @Name("other") TestDatabase other)
                throws SQLException {
            String name = database.name();
            SEEN.addAll(List.of(name, other.name()));
            assertThat(one(source, "select current_database()")).isEqualTo(name);
            assertThat(one(connection, "select current_database()")).isEqualTo(name);
            try (Connection own = DriverManager.getConnection(url)) {
                assertThat(one(own, "select current_database()")).isEqualTo(name);
            }
            assertThat(one(source, "select stock from items where name = 'ticket'"))
                    .isEqualTo("7");
            assertThat(one(other.dataSource(), "select stock from items where name = 'ticket'"))
                    .isEqualTo("1");
        }

        @Test
        void again(TestDatabase database, @Name("other") TestDatabase other) throws SQLException {
            SEEN.addAll(List.of(database.name(), other.name()));
            assertThat(one(database.dataSource(), "select count(*) from orders"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aClassSharesADatabaseIfItSaysSo() {
        SEEN.clear();
        allHold(Shared.class, 3);
        assertThat(SEEN).hasSize(1);
    }

    @Disabled
    @Holdfast(database = Holdfast.Lifetime.CLASS)
    @Template("shop.sql")
    static class Shared {
        private final DataSource source;

        Shared(DataSource source) {
            this.source = source;
        }

        @BeforeAll
        static void prepare(DataSource source) throws SQLException {
            run(source, "insert into items (name, stock) values ('mug', 3)");
        }

        @AfterAll
        static void look(TestDatabase database) throws SQLException {
            assertThat(one(database.dataSource(), "select stock from items where name = 'mug'"))
                    .isEqualTo("2");
        }

        @Test
        void uses(TestDatabase database) throws SQLException {
            SEEN.add(database.name());
            run(source, "update items set stock = stock - 1 where name = 'mug'");
        }

        @Test
        void usesIt(TestDatabase database) {
            SEEN.add(database.name());
        }

        @Nested
        class Inside {
            @Test
            void usesItToo(TestDatabase database) {
                SEEN.add(database.name());
            }
        }
    }

    @Test
    void tenantsAreClonesOfTheSameTemplate() {
        allHold(Tenancy.class, 1);
    }

    @Disabled
    @Holdfast
    @Template("shop.sql")
    static class Tenancy {
        @Test
        void tenants(@Tenants(7) TenantDatabases databases, TestDatabase system) throws SQLException {
            assertThat(databases.tenants()).hasSize(7);
            assertThat(databases.system()).isSameAs(system);
            Set<String> names = new HashSet<>();
            for (TestDatabase tenant : databases.tenants()) {
                names.add(one(tenant.dataSource(), "select current_database() from items where name = 'ticket'"));
            }
            assertThat(names).hasSize(7).doesNotContain(system.name());
        }
    }

    @Test
    void aLeakFailsItsTestAndOnlyThat() {
        Played played = Played.of(Leaky.class);
        assertThat(played.failed()).containsExactlyInAnyOrder("forgets(DataSource)", "failsAndForgets(DataSource)");
        assertThat(played.failures())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).contains("connection", "Leaky.forgets", "try (Connection"))
                .anySatisfy(text -> assertThat(text)
                        .startsWith("java.lang.IllegalStateException: its own mistake")
                        .contains("Suppressed", "idle in transaction"));
        assertThat(played.succeeded()).isEqualTo(3);
    }

    @Disabled
    @Holdfast
    static class Leaky {
        @Test
        void forgets(DataSource source) throws SQLException {
            assertThat(source.getConnection()).isNotNull();
        }

        @Test
        void failsAndForgets(DataSource source) throws SQLException {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            one(connection, "select 1");
            throw new IllegalStateException("its own mistake");
        }

        @Test
        @AllowLeak(value = Leak.Kind.CONNECTION, reason = "the subject keeps one on purpose")
        void mayForget(DataSource source) throws SQLException {
            assertThat(source.getConnection()).isNotNull();
        }

        @Test
        void closes(DataSource source, Connection warm) throws SQLException {
            assertThat(one(source, "select 1")).isEqualTo(one(warm, "select 1"));
            warm.close();
        }

        @Test
        void looksItself(TestDatabase database) throws SQLException {
            database.assertNoLeaks();
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(database.leaks()).extracting(Leak::kind).containsExactly(Leak.Kind.CONNECTION);
                assertThat(one(connection, "select 1")).isEqualTo("1");
                assertThat(database.connectionsByState()).containsEntry("idle", 1);
            }
            database.assertNoLeaks();
        }
    }

    @Test
    void mistakesAreToldOnTheTestTheyConcernAndTheOthersGoOn() {
        Played played = Played.of(Mistaken.class);
        assertThat(played.succeeded()).isEqualTo(1);
        assertThat(played.failures())
                .hasSize(5)
                .anySatisfy(text -> assertThat(text).contains("banana", "not a setting", "listen_addresses"))
                .anySatisfy(
                        text -> assertThat(text).contains("only an embedded server", "postgres, settings, ownServer"))
                .anySatisfy(text -> assertThat(text).contains("asked for on a method"))
                .anySatisfy(text -> assertThat(text).contains("not a name", "Not This"))
                .anySatisfy(text -> assertThat(text).contains("@AllowLeak without a reason"));
    }

    @Disabled
    @Holdfast
    static class Mistaken {
        @Test
        @Holdfast(
                postgres = "banana",
                settings = {"nothing", "listen_addresses=*"})
        void manyAtOnce(DataSource source) {}

        @Test
        @Holdfast(server = "jdbc:postgresql://localhost/x", postgres = "18", settings = "a=b", ownServer = true)
        void contradiction(DataSource source) {}

        @Test
        @Holdfast(database = Holdfast.Lifetime.CLASS)
        void lifetime(DataSource source) {}

        @Test
        void name(@Name("Not This") DataSource source) {}

        @Test
        @AllowLeak(reason = " ")
        void noReason(DataSource source) throws SQLException {
            assertThat(source.getConnection()).isNotNull();
        }

        @Test
        void good(DataSource source) throws SQLException {
            assertThat(one(source, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void faultsStrikeOnlyTheTestThatAskedForThem() {
        allHold(Faulty.class, 2);
    }

    @Disabled
    @Holdfast
    @Template("shop.sql")
    static class Faulty {
        @Test
        void cut(DataSource source, TestDatabase database, Faults faults) throws SQLException {
            Armed cut = faults.arm("reset before command-complete(COMMIT)");
            assertThat(Collections.emptyList()).isEmpty();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("update items set stock = 0 where name = 'ticket'");
                connection.commit();
                throw new AssertionError("the answer came");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).startsWith("08");
            }
            assertThat(cut.await(Duration.ofSeconds(10))).isPresent();
            assertThat(one(database.dataSource(), "select stock from items where name = 'ticket'"))
                    .isEqualTo("0");
        }

        @Test
        @Holdfast(ownServer = true)
        void restart(TestDatabase database, Faults faults) throws SQLException {
            run(database.dataSource(), "insert into items (name, stock) values ('mug', 1)");
            faults.server().killPostmaster();
            faults.server().startAgain();
            database.awaitReady(Duration.ofSeconds(30));
            assertThat(one(database.dataSource(), "select count(*) from items")).isEqualTo("3");
        }
    }

    @Test
    void parallelTestsDoNotMeet() {
        SEEN.clear();
        Played played = Played.of(
                Parallel.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "8"));
        assertThat(played.failures()).isEmpty();
        assertThat(SEEN).hasSize(40);
    }

    @Disabled
    @Holdfast
    @Template("shop.sql")
    @Execution(ExecutionMode.CONCURRENT)
    static class Parallel {
        private static final CyclicBarrier TWO = new CyclicBarrier(2);

        @RepeatedTest(40)
        void buys(TestDatabase database) throws Exception {
            TWO.await(60, TimeUnit.SECONDS); // at least two at the same time, or it proves nothing
            assertThat(SEEN.add(database.name())).isTrue();
            List<String> stocks = new ArrayList<>();
            try (Connection connection = database.dataSource().getConnection()) {
                stocks.add(one(connection, "update items set stock = stock - 1 where name = 'ticket' returning stock"));
            }
            assertThat(stocks).containsExactly("0");
        }
    }
}
