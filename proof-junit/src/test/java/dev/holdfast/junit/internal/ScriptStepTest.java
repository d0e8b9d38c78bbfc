package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.junit.spi.TemplateTarget;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

class ScriptStepTest {
    private static EmbeddedPostgres server;
    private Database database;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void create() throws SQLException {
        database = server.createDatabase("t");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static ScriptStep step(String text) {
        return new ScriptStep("db/s.sql", () -> text.getBytes(StandardCharsets.UTF_8));
    }

    private void run(String script) throws Exception {
        String password = server.password().use(String::new);
        step(script)
                .apply(new TemplateTarget(
                        database.jdbcUrl(),
                        server.user(),
                        password,
                        Logins.of(database.jdbcUrl(), server.user(), password)));
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void assertFails(String script, String state, String... words) {
        assertThatThrownBy(() -> run(script))
                .isInstanceOf(TemplateFailed.class)
                .hasMessageContainingAll(words)
                .satisfies(e -> assertThat(SqlState.of(e)).contains(new SqlState(state)));
    }

    /** The server's own parser is the judge: sent as one text, the same statements answer the same. */
    @Test
    void theServerFindsTheSameStatements() throws SQLException {
        PGSimpleDataSource source =
                Logins.of(database.jdbcUrl(), server.user(), server.password().use(String::new));
        source.setPreferQueryMode(PreferQueryMode.SIMPLE);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("create table pieces (a int)");
            List<String> pieces = new ArrayList<>(SqlScriptTest.STATEMENTS);
            pieces.removeIf(piece -> piece.startsWith("prepare"));
            Random random = new Random(1);
            for (int round = 0; round < 20; round++) {
                Collections.shuffle(pieces, random);
                String script = String.join(";", pieces);
                List<String> whole = answers(statement, script);
                List<String> oneByOne = new ArrayList<>();
                for (SqlStatement piece : new SqlScript("", script).statements()) {
                    oneByOne.addAll(answers(statement, piece.text()));
                }
                assertThat(oneByOne).hasSize(pieces.size()).isEqualTo(whole);
            }
        }
    }

    private static List<String> answers(Statement statement, String sql) throws SQLException {
        List<String> answers = new ArrayList<>();
        boolean rows = statement.execute(sql);
        while (rows || statement.getUpdateCount() >= 0) {
            answers.add(rows ? row(statement.getResultSet()) : "done");
            rows = statement.getMoreResults();
        }
        return answers;
    }

    private static String row(ResultSet rows) throws SQLException {
        StringBuilder row = new StringBuilder();
        while (rows.next()) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.append(rows.getMetaData().getColumnName(i))
                        .append('=')
                        .append(rows.getString(i))
                        .append('|');
            }
        }
        return row.toString();
    }

    @Test
    void runsWhatCanOnlyRunOutsideATransactionAndWhatMustRunInside() throws Exception {
        run("""
                CREATE TABLE t (a int, b jsonb);
                BEGIN;
                INSERT INTO t VALUES (1, '{"x": 1}');
                SAVEPOINT s;
                INSERT INTO t VALUES (2, NULL);
                ROLLBACK TO s;
                COMMIT;
                CREATE INDEX CONCURRENTLY i ON t (a);
                VACUUM t;
                DO $$ BEGIN INSERT INTO t VALUES (3, '{"y": [";"]}'); COMMIT; END $$;
                DELETE FROM t WHERE b ? 'nothing' OR b::text = '{fn now()}';
                CREATE TABLE u (a int); CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); INSERT INTO u VALUES (2));
                CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC
                  SELECT 0;
                  SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END;
                END;
                INSERT INTO t VALUES (f(5));
                SET search_path = '';
                """);
        assertThat(one("SELECT string_agg(a::text, ',' ORDER BY a) || ' ' || (SELECT sum(a) FROM u) FROM t"))
                .isEqualTo("1,1,3 3");
    }

    /** The driver, left to itself, would look for parameters, escapes and ends of statements of its own. */
    @Test
    void nothingIsReadIntoStatementsOnTheirWay() throws Exception {
        run("CREATE TABLE pieces (a int);\n" + String.join(";\n", SqlScriptTest.STATEMENTS));
        assertThat(one("SELECT g(2) || ' ' || (SELECT count(*) FROM pg_rules WHERE rulename = 'r')"))
                .isEqualTo("1 1");
    }

    @Test
    void runsWhatPgDumpWrites() throws Exception {
        run("""
                --
                -- PostgreSQL database dump
                --

                \\restrict TnHbmMhR0zcYDVRzCgnk
                SET statement_timeout = 0;
                SET standard_conforming_strings = on;
                SELECT pg_catalog.set_config('search_path', '', false);
                CREATE TABLE public.t (
                    a integer NOT NULL,
                    b text
                );
                ALTER TABLE public.t OWNER TO postgres;
                COPY public.t (a, b) FROM stdin;
                1\tit's; \\\\
                2\t\\N
                \\.
                SELECT pg_catalog.setval('pg_catalog.x', 1, true) WHERE false;
                ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a);
                \\unrestrict TnHbmMhR0zcYDVRzCgnk
                """.replace("SELECT pg_catalog.setval('pg_catalog.x', 1, true) WHERE false;\n", ""));
        assertThat(one("SELECT string_agg(a || coalesce(b, '?'), '|' ORDER BY a) FROM public.t"))
                .isEqualTo("1it's; \\|2?");
    }

    @Test
    void readsCarriageReturns() throws Exception {
        run(
                "\uFEFFCREATE TABLE t (a text);\r\n-- c\r\nCOPY t FROM stdin;\r\nx\r\ny\r\n\\.\r\nINSERT INTO t VALUES ('z');\r\n");
        assertThat(one("SELECT string_agg(a, ',' ORDER BY a) FROM t")).isEqualTo("x,y,z");
    }

    @Test
    void aFailingStatementIsShownWithItsPlace() {
        assertFails(
                "SELECT 1;\n\nSELECT a,\n  b FROM missing;",
                "42P01",
                "db/s.sql, line 4, column 10: relation \"missing\" does not exist",
                "detail: SQLSTATE 42P01. The statement, from line 3: SELECT a, b FROM missing");
        assertFails(
                "CREATE TABLE t (a int PRIMARY KEY);\nINSERT INTO t VALUES (1);\n  INSERT INTO t VALUES (1);",
                "23505",
                "db/s.sql, line 3: duplicate key value violates unique constraint \"t_pkey\"",
                "detail: Key (a)=(1) already exists. SQLSTATE 23505. The statement, from line 3: INSERT INTO t VALUES (1)");
        assertFails("SELEC 1", "42601", "line 1, column 1: syntax error at or near \"SELEC\"");
        assertFails("SELECT 'a", "42601", "line 1, column 8: unterminated quoted string");
        assertFails("SELECT length(1)", "42883", "function length(integer) does not exist", "hint: ");
        assertFails(
                "CREATE TABLE u (a int);\nCOPY u FROM stdin;\n1\nx\n\\.\n",
                "22P02",
                "db/s.sql, line 2: invalid input syntax",
                "COPY u, line 2, column a: \"x\"");
        assertFails(
                "CREATE ROLE postgres PASSWORD 'secret'",
                "42710",
                "role \"postgres\" already exists",
                "PASSWORD '********'",
                "hint: Roles belong to the whole server");
    }

    @Test
    void statementsBeforeTheFailedOneHaveRunAndThoseAfterItHavent() throws SQLException {
        assertFails("CREATE TABLE a (); SELECT 1/0; CREATE TABLE b ();", "22012", "division by zero");
        assertThat(one("SELECT to_regclass('a') IS NOT NULL AND to_regclass('b') IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void anOpenTransactionIsRefused() {
        assertThatThrownBy(() -> run("BEGIN; CREATE TABLE t ();"))
                .isInstanceOf(TemplateFailed.class)
                .hasMessage("db/s.sql ends within a transaction\n  detail: What it did since BEGIN would be lost.\n"
                        + "  hint: Write COMMIT; at its end.");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        ScriptStep latin1 = new ScriptStep("l.sql", () -> "select 'ä'".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> latin1.apply(new TemplateTarget("", "", "", Logins.of(database.jdbcUrl(), "", ""))))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContainingAll("l.sql isn't UTF-8", "hint: Save it as UTF-8");
    }

    @Test
    void theFingerprintIsThatOfTheContent() throws Exception {
        assertThat(step("select 1").fingerprint())
                .isEqualTo(new ScriptStep("other.sql", () -> "select 1".getBytes(StandardCharsets.UTF_8)).fingerprint())
                .isNotEqualTo(step("select 2").fingerprint());
    }
}
