package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.Leak.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Leaks on purpose, each in every way in which a test may reach its database, and beside each the same thing done right. All
 * use one database after the other: what one left behind, and wasn't cleaned up, would be the next one's.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeededLeaksTest {
    private static final Duration PATIENCE = Duration.ofMillis(50);

    private static Leases leases;
    private static Lease lease;

    /** How a test reaches its database. */
    enum Way {
        /** The lease's data source, a connection each time. What is left on the session is left with the connection. */
        DIRECT,
        /** HikariCP on the lease's data source; not closed if something is left on its sessions. */
        HIKARI,
        /** HikariCP on the JDBC URL, watched, closed in the end. */
        WATCHED
    }

    /** Whether a leak lives in a session, is the session, or outlives it. */
    private enum Place {
        SESSION,
        CONNECTION,
        SERVER
    }

    /** Uses a connection. */
    private interface Use {
        void of(Connection connection) throws SQLException;
    }

    /**
     * A leak.
     *
     * @param leak leaves something
     * @param undo what should have come afterwards
     */
    record Seed(String name, Kind kind, Place place, Use leak, Use undo) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Seed> SEEDS = List.of(
            seed("left open", Kind.CONNECTION, Place.CONNECTION, c -> {}, Connection::close),
            seed(
                    "left open after a query",
                    Kind.CONNECTION,
                    Place.CONNECTION,
                    c -> run(c, "SELECT 1"),
                    Connection::close),
            seed(
                    "left open after a commit",
                    Kind.CONNECTION,
                    Place.CONNECTION,
                    c -> {
                        c.setAutoCommit(false);
                        run(c, "CREATE TABLE IF NOT EXISTS t ()");
                        c.commit();
                    },
                    Connection::close),
            seed(
                    "begin",
                    Kind.TRANSACTION,
                    Place.CONNECTION,
                    c -> run(c, "BEGIN", "SELECT 1"),
                    c -> finish(c, "COMMIT")),
            seed(
                    "auto-commit off",
                    Kind.TRANSACTION,
                    Place.CONNECTION,
                    c -> {
                        c.setAutoCommit(false);
                        run(c, "SELECT 1");
                    },
                    c -> {
                        c.rollback();
                        c.close();
                    }),
            seed(
                    "failed transaction",
                    Kind.TRANSACTION,
                    Place.CONNECTION,
                    c -> fail(c, "BEGIN; SELECT 1/0"),
                    c -> finish(c, "ROLLBACK")),
            sql(
                    "prepared",
                    Kind.PREPARED_TRANSACTION,
                    "BEGIN; SELECT 1; PREPARE TRANSACTION 'seed'",
                    "ROLLBACK PREPARED 'seed'"),
            sql(
                    "prepared with a lock",
                    Kind.PREPARED_TRANSACTION,
                    "BEGIN; SELECT pg_advisory_xact_lock(5); PREPARE TRANSACTION 'it''s'",
                    "COMMIT PREPARED 'it''s'"),
            sql("advisory lock", Kind.ADVISORY_LOCK, "SELECT pg_advisory_lock(42)", "SELECT pg_advisory_unlock(42)"),
            sql(
                    "advisory lock, two keys",
                    Kind.ADVISORY_LOCK,
                    "SELECT pg_advisory_lock(-1, 2)",
                    "SELECT pg_advisory_unlock(-1, 2)"),
            sql(
                    "advisory lock, shared",
                    Kind.ADVISORY_LOCK,
                    "SELECT pg_advisory_lock_shared(-7)",
                    "SELECT pg_advisory_unlock_shared(-7)"),
            sql(
                    "advisory lock, tried",
                    Kind.ADVISORY_LOCK,
                    "SELECT pg_try_advisory_lock(7)",
                    "SELECT pg_advisory_unlock_all()"),
            sql("temporary table", Kind.TEMPORARY_OBJECT, "CREATE TEMP TABLE seed (id int)", "DROP TABLE seed"),
            sql(
                    "temporary table with index and sequence",
                    Kind.TEMPORARY_OBJECT,
                    "CREATE TEMPORARY TABLE seed (id serial PRIMARY KEY, t text)",
                    "DROP TABLE seed"),
            sql("temporary view", Kind.TEMPORARY_OBJECT, "CREATE TEMP VIEW seed AS SELECT 1", "DISCARD TEMP"),
            sql("select into temp", Kind.TEMPORARY_OBJECT, "SELECT 1 AS one INTO TEMP seed", "DROP TABLE seed"),
            sql("temporary sequence", Kind.TEMPORARY_OBJECT, "CREATE TEMP SEQUENCE seed", "DROP SEQUENCE seed"),
            sql(
                    "temporary function",
                    Kind.TEMPORARY_OBJECT,
                    "CREATE FUNCTION pg_temp.seed() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                    "DROP FUNCTION pg_temp.seed()"),
            sql(
                    "logical slot",
                    Kind.REPLICATION_SLOT,
                    "SELECT pg_create_logical_replication_slot('seed', 'pgoutput')",
                    "SELECT pg_drop_replication_slot('seed')"),
            sql(
                    "physical slot",
                    Kind.REPLICATION_SLOT,
                    "SELECT pg_create_physical_replication_slot('seed')",
                    "SELECT pg_drop_replication_slot('seed')"),
            sql("database", Kind.DATABASE, "CREATE DATABASE seed TEMPLATE template0", "DROP DATABASE seed"),
            sql(
                    "database with capitals",
                    Kind.DATABASE,
                    "CREATE DATABASE \"Seed \"\"2\"\"\"",
                    "DROP DATABASE \"Seed \"\"2\"\"\""),
            sql("role", Kind.ROLE, "CREATE ROLE seed", "DROP ROLE seed"),
            sql("user", Kind.ROLE, "CREATE USER \"Seed\" PASSWORD 'x'", "DROP USER \"Seed\""),
            sql(
                    "role with a right",
                    Kind.ROLE,
                    "CREATE ROLE seed; GRANT seed TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO seed",
                    "DROP OWNED BY seed; DROP ROLE seed"),
            sql("set", Kind.SETTING, "SET work_mem = '7MB'", "RESET work_mem"),
            sql("set_config", Kind.SETTING, "SELECT set_config('statement_timeout', '5s', false)", "RESET ALL"),
            sql("search path", Kind.SETTING, "SET search_path = tenant_1, public", "SET search_path TO DEFAULT"),
            sql("set role", Kind.SETTING, "SET ROLE postgres", "RESET ROLE"),
            sql("time zone", Kind.SETTING, "SET TIME ZONE 'Asia/Kolkata'", "RESET timezone"),
            sql("tenant", Kind.SETTING, "SET app.tenant = '42'", "RESET app.tenant"),
            sql("tenant by function", Kind.SETTING, "SELECT set_config('app.tenant', '42', false)", "DISCARD ALL"),
            seed(
                    "tenant by parameter",
                    Kind.SETTING,
                    Place.SESSION,
                    c -> setConfig(c, "app.who", "me"),
                    c -> run(c, "RESET app.who")),
            seed(
                    "role by parameter",
                    Kind.SETTING,
                    Place.SESSION,
                    c -> setConfig(c, "role", "postgres"),
                    c -> run(c, "RESET ROLE")),
            sql("listen", Kind.LISTEN, "LISTEN news", "UNLISTEN news"),
            sql("listen with capitals", Kind.LISTEN, "LISTEN \"Old News\"", "UNLISTEN *"),
            sql("cursor", Kind.CURSOR, "DECLARE seed CURSOR WITH HOLD FOR SELECT 1", "CLOSE seed"),
            sql(
                    "cursor of a transaction",
                    Kind.CURSOR,
                    "BEGIN; DECLARE seed SCROLL CURSOR WITH HOLD FOR SELECT * FROM generate_series(1, 9); COMMIT",
                    "CLOSE ALL"),
            sql("prepare", Kind.PREPARED_STATEMENT, "PREPARE seed AS SELECT 1", "DEALLOCATE seed"),
            sql("prepare with types", Kind.PREPARED_STATEMENT, "PREPARE seed (int) AS SELECT $1", "DEALLOCATE ALL"));

    private LeakWatch watch;
    private final List<AutoCloseable> kept = new ArrayList<>();

    @BeforeAll
    static void start() throws SQLException {
        leases = new Leases();
        lease = leases.lease();
    }

    @AfterAll
    static void end() {
        leases.close();
    }

    @AfterEach
    void forget() throws Exception {
        watch.close();
        closePools();
    }

    private static Seed seed(String name, Kind kind, Place place, Use leak, Use undo) {
        return new Seed(name, kind, place, leak, undo);
    }

    private static Seed sql(String name, Kind kind, String leak, String undo) {
        boolean ofServer = EnumSet.of(Kind.PREPARED_TRANSACTION, Kind.REPLICATION_SLOT, Kind.DATABASE, Kind.ROLE)
                .contains(kind);
        return seed(
                name,
                kind,
                ofServer ? Place.SERVER : Place.SESSION,
                c -> run(c, leak.split("; ")),
                c -> run(c, undo.split("; ")));
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void fail(Connection connection, String statements) {
        try {
            run(connection, statements.split("; "));
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
    }

    private static void finish(Connection connection, String sql) throws SQLException {
        run(connection, sql);
        connection.close();
    }

    private static void setConfig(Connection connection, String name, String value) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT set_config(?, ?, false)")) {
            statement.setString(1, name);
            statement.setString(2, value);
            statement.execute();
        }
    }

    static Stream<Arguments> seedsInAllWays() {
        return SEEDS.stream().flatMap(seed -> Arrays.stream(Way.values()).map(way -> Arguments.of(seed, way)));
    }

    @BeforeEach
    void watch() {
        watch = new LeakWatch(
                ServerProbe.of(leases.server()), lease, lease.database().jdbcUrl(), "seeded");
    }

    private DataSource source(Way way) {
        return switch (way) {
            case DIRECT -> watch.dataSource();
            case HIKARI -> hikari(watch.dataSource());
            case WATCHED -> watch.watched(hikari(null));
        };
    }

    /** On {@code source}, or else on the JDBC URL. */
    private HikariDataSource hikari(@Nullable DataSource source) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(1);
        if (source == null) {
            config.setJdbcUrl(lease.database().jdbcUrl());
            config.setUsername(lease.role());
            config.setPassword(lease.password());
        } else {
            config.setDataSource(source);
        }
        HikariDataSource pool = new HikariDataSource(config);
        kept.add(pool);
        return pool;
    }

    private void closePools() throws Exception {
        for (AutoCloseable pool : kept) {
            pool.close();
        }
    }

    /** Closes what the leak isn't about. */
    private void leak(Seed seed, Way way) throws Exception {
        Connection connection = source(way).getConnection();
        seed.leak().of(connection);
        if (seed.place() == Place.SERVER || (seed.place() == Place.SESSION && way != Way.DIRECT)) {
            connection.close();
        }
        if (seed.place() == Place.SERVER || (seed.place() == Place.SESSION && way == Way.WATCHED)) {
            closePools();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("seedsInAllWays")
    void aLeakIsFoundAndCleanedUp(Seed seed, Way way) throws Exception {
        leak(seed, way);

        List<Leak> found = watch.find(PATIENCE);

        assertThat(found).as(LeakReport.text(seed.name(), found)).anyMatch(leak -> leak.kind() == seed.kind());
        assertThat(found).extracting(Leak::kind).isSubsetOf(allowed(seed, way));
        assertThat(found)
                .filteredOn(leak -> leak.kind() == seed.kind())
                .as(LeakReport.text(seed.name(), found))
                .allMatch(leak -> leak.opened().matches(origin(seed)));
        watch.close();
        assertThatNothingIsLeft();
    }

    /** The leak itself, and the connection that holds it. */
    private static Set<Kind> allowed(Seed seed, Way way) {
        Set<Kind> kinds = EnumSet.of(seed.kind());
        if (seed.place() != Place.SERVER && way != Way.WATCHED) {
            kinds.add(Kind.CONNECTION);
        }
        return kinds;
    }

    /** The line of this class that ran the statement; for a connection, the one that borrowed it, or made the pool. */
    private static String origin(Seed seed) {
        String method = seed.place() == Place.CONNECTION ? "(leak|hikari|run|lambda.*)" : "(run|setConfig)";
        return "at " + SeededLeaksTest.class.getName().replace(".", "\\.") + "\\." + method
                + "\\(SeededLeaksTest\\.java:\\d+\\)(\\nat .*)*";
    }

    private void assertThatNothingIsLeft() throws Exception {
        closePools(); // one on the JDBC URL would fill itself again
        watch();
        List<Leak> left = watch.find(Duration.ofSeconds(1));
        assertThat(left).as(LeakReport.text("cleaning up", left)).isEmpty();
        watch.close();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("seedsInAllWays")
    void theSameDoneRightIsNoLeak(Seed seed, Way way) throws Exception {
        Connection connection = source(way).getConnection();
        seed.leak().of(connection);
        seed.undo().of(connection);
        connection.close();
        closePools();

        List<Leak> found = watch.find(Duration.ofSeconds(1));

        assertThat(found).as(LeakReport.text(seed.name(), found)).isEmpty();
        watch.close();
    }

    @Test
    void thereAreThirtyKindsAndTwoOfEachCategory() {
        Map<Kind, Long> count = SEEDS.stream().collect(Collectors.groupingBy(Seed::kind, Collectors.counting()));
        assertThat(SEEDS).hasSizeGreaterThanOrEqualTo(30);
        assertThat(count).allSatisfy((kind, seeds) -> assertThat(seeds).isGreaterThanOrEqualTo(2));
        assertThat(count.keySet()).containsAll(EnumSet.complementOf(EnumSet.of(Kind.THREAD, Kind.TIMER)));
    }
}
