package dev.holdfast.connections.internal.postgres;

import static dev.holdfast.connections.internal.postgres.Postgres.PATIENCE;
import static dev.holdfast.connections.internal.postgres.Postgres.execute;
import static dev.holdfast.connections.internal.postgres.Postgres.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionResetTest {
    private static EmbeddedPostgres server;
    private static Postgres postgres;
    private PhysicalConnection connection;
    private Connection jdbc;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        postgres = Postgres.of(server, "");
        execute(postgres.observer(), "create role other");
        execute(postgres.observer(), "create sequence numbers");
        execute(postgres.observer(), "create schema a; create schema b");
        execute(postgres.observer(), "create table a.t as select 1 as n; create table b.t as select 'x'::text as n");
    }

    @AfterAll
    static void stop() throws SQLException {
        postgres.close();
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        connection = postgres.open();
        jdbc = connection.jdbc();
    }

    @AfterEach
    void end() {
        connection.end(PATIENCE);
    }

    /** What a borrower can leave in a session: how, how it is seen, and what is seen in a new one. */
    enum Kind {
        SEARCH_PATH("set search_path = a", "show search_path", "\"$user\", public"),
        ROLE("set role other", "select current_user = session_user", "t"),
        SESSION_AUTHORIZATION("set session authorization other", "select session_user = 'other'", "f"),
        SETTING("set work_mem = '7MB'", "show work_mem", "4MB"),
        CUSTOM_SETTING(
                "set my.tenant = 'acme'", "select coalesce(nullif(current_setting('my.tenant', true), ''), '-')", "-"),
        TEMPORARY_TABLE(
                "create temp table left_over ()", "select count(*) from pg_class where relname = 'left_over'", "0"),
        ADVISORY_LOCK(
                "select pg_advisory_lock(4711)",
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()",
                "0"),
        LISTEN("listen news", "select count(*) from pg_listening_channels()", "0"),
        PREPARED(
                "prepare \"a \"\" name\" as select 1",
                "select count(*) from pg_prepared_statements where from_sql",
                "0"),
        HELD_CURSOR(
                "declare c cursor with hold for select 1", "select count(*) from pg_cursors where is_holdable", "0"),
        ISOLATION(
                "set session characteristics as transaction isolation level serializable",
                "show default_transaction_isolation",
                "read committed"),
        READ_ONLY("set session characteristics as transaction read only", "show default_transaction_read_only", "off"),
        SEQUENCE(
                "select nextval('numbers')",
                "select count(*) from (select lastval()) s where pg_backend_pid() > 0",
                "ERROR 55000"),
        APPLICATION_NAME("set application_name = 'somebody'", "show application_name", "under test"),
        TIME_LIMIT("set statement_timeout = '1ms'", "show statement_timeout", "0");

        private final String leave;
        private final String look;
        private final String clean;

        Kind(String leave, String look, String clean) {
            this.leave = leave;
            this.look = look;
            this.clean = clean;
        }

        String seenIn(Connection jdbc) throws SQLException {
            try {
                return value(jdbc, look);
            } catch (SQLException e) {
                return "ERROR " + e.getSQLState();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfASessionsStateSurvives(Kind kind) throws SQLException {
        int pid = connection.backendPid();
        assertThat(kind.seenIn(jdbc)).isEqualTo(kind.clean);
        execute(jdbc, kind.leave);
        if (kind != Kind.TIME_LIMIT) { // seen or not, by chance
            assertThat(kind.seenIn(jdbc)).as("without reset").isNotEqualTo(kind.clean);
        }
        connection.reset();
        assertThat(kind.seenIn(jdbc)).isEqualTo(kind.clean);
        assertThat(value(jdbc, "select pg_backend_pid()")).isEqualTo(Integer.toString(pid));
        assertThat(connection.changed()).isFalse();
    }
}
