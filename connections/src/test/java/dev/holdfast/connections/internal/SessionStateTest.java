package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is judged harmless leaves nothing in a real session, unless a function does it: that is the documented hole. */
class SessionStateTest {
    /** One of our own: to change a session's user takes a superuser. */
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Everything of a session that SQL can see and that the next borrower would inherit. */
    private static final String STATE = """
            SELECT (SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings),
                   current_setting('lease.custom', true), current_user, session_user,
                   (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()),
                   (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),
                   (SELECT string_agg(c, ', ') FROM pg_listening_channels() c),
                   (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),
                   (SELECT string_agg(name, ', ') FROM pg_cursors WHERE is_holdable)
            """;

    /** One for each kind that a text can leave behind; what only JDBC's methods change is LeasedConnectionTest's. */
    private static final List<String> CHANGES = List.of(
            "SET search_path TO pg_catalog",
            "SET ROLE pg_monitor",
            "SET SESSION AUTHORIZATION pg_monitor",
            "SET work_mem TO '77kB'",
            "SET lease.custom TO 'left'",
            "CREATE TEMP TABLE left_behind ()",
            "SELECT 1 AS a INTO TEMPORARY left_behind",
            "SELECT pg_advisory_lock(77)",
            "SELECT pg_try_advisory_lock_shared(77)",
            "LISTEN left_behind",
            "PREPARE left_behind AS SELECT 1",
            "DECLARE left_behind CURSOR WITH HOLD FOR SELECT 1",
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
            "SET default_transaction_read_only TO on",
            "SELECT set_config('work_mem', '77kB', false)",
            "SELECT pg_catalog.\"set_config\"('lease.custom', 'left', false)",
            "SELECT U&\"\\0073et_config\"('lease.custom', 'left', false)",
            "UPDATE pg_settings SET setting = '77' WHERE name = 'work_mem'",
            "SELECT query_to_xml('SELECT set_config(''work_mem'', ''77kB'', false)', true, true, '')",
            "SELECT ts_stat('SELECT to_tsvector(set_config(''work_mem'', ''77kB'', false))')",
            "DO 'BEGIN PERFORM pg_advisory_lock(77); END'",
            "EXPLAIN (ANALYZE) SELECT pg_advisory_lock(77)",
            "WITH a AS (SELECT set_config('work_mem', '77kB', false)) SELECT * FROM a");

    private static final List<String> PLAIN = List.of(
            "SELECT 1",
            "SELECT 'a;b', \"relname\" FROM pg_class LIMIT 1",
            "SELECT $$;$$",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT a",
            "INSERT INTO kept VALUES (1, 'x')",
            "UPDATE kept SET b = 'y'",
            "DELETE FROM kept",
            "WITH a AS (DELETE FROM kept RETURNING *) SELECT * FROM a",
            "VALUES (1)",
            "TABLE kept",
            "SHOW work_mem",
            "NOTIFY a",
            "LOCK TABLE kept",
            "TRUNCATE kept",
            "SELECT pg_advisory_xact_lock(78)",
            "SELECT * FROM kept FOR UPDATE");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsJudgedHarmlessLeavesNothing(long seed) throws SQLException {
        Random random = new Random(seed);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS kept");
            statement.execute("CREATE TABLE kept (a int, b text)");
            String before = state(statement);
            int harmless = 0;
            for (int i = 0; i < 600; i++) {
                String sql = text(random);
                if (!SqlInspection.mayChangeSession(sql)) {
                    harmless++;
                    tryIt(statement, sql);
                    statement.execute("ROLLBACK"); // an open transaction is seen by the protocol
                    assertThat(state(statement)).as(sql).isEqualTo(before);
                }
            }
            assertThat(harmless).isGreaterThan(100);
        }
    }

    /** Shows that the state above sees each kind, so that the test before could fail. */
    @Test
    void eachChangeIsSeenInTheSessionAndInTheText() throws SQLException {
        for (String change : CHANGES) {
            assertThat(SqlInspection.mayChangeSession(change)).as(change).isTrue();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                String before = state(statement);
                statement.execute(change);
                assertThat(state(statement)).as(change).isNotEqualTo(before);
            }
        }
    }

    @Test
    void aFunctionsInsideIsTheHole() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE FUNCTION sly() RETURNS text LANGUAGE sql AS $$"
                    + " SELECT set_config('lease.custom', 'left', false) $$");
            String before = state(statement);
            assertThat(SqlInspection.mayChangeSession("SELECT sly()")).isFalse();
            statement.execute("SELECT sly()");
            assertThat(state(statement)).isNotEqualTo(before);
        }
    }

    private static String text(Random random) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> dressed(random, pick(random, random.nextInt(4) == 0 ? CHANGES : PLAIN)))
                .collect(Collectors.joining(pick(random, List.of(";", " ; ", ";--;\n", ";/*;*/", "\n"))));
    }

    private static String dressed(Random random, String sql) {
        return switch (random.nextInt(9)) {
            case 0 -> "/* " + sql + " */ SELECT 2";
            case 1 -> "-- " + sql + "\nSELECT 3";
            case 2 -> "--\r" + sql;
            case 3 -> "/* /* */ ' */" + sql + " -- '";
            case 4 -> "SELECT $a$" + sql + "$a$";
            case 5 -> "SELECT '" + sql.replace("'", "''") + "'";
            case 6 -> sql.replace(" ", random.nextBoolean() ? "\t" : "/**/");
            default -> sql;
        };
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static void tryIt(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            // Not every text is valid; what it did before it failed counts all the same.
        }
    }

    private static String state(Statement statement) throws SQLException {
        StringBuilder state = new StringBuilder();
        try (ResultSet row = statement.executeQuery(STATE)) {
            row.next();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                state.append(row.getString(i)).append('|');
            }
        }
        return state.toString();
    }
}
