package dev.holdfast.connections.internal.postgres;

import static dev.holdfast.connections.internal.postgres.Postgres.PATIENCE;
import static dev.holdfast.connections.internal.postgres.Postgres.execute;
import static dev.holdfast.connections.internal.postgres.Postgres.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionResetTest {
    private static EmbeddedPostgres server;
    private static Postgres postgres;
    private PhysicalConnection connection;
    private Connection jdbc;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withVersion(System.getProperty("holdfast.postgres", EmbeddedOptions.PINNED_VERSION)));
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
        TIME_LIMIT("set statement_timeout = '17min'", "show statement_timeout", "0");

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
        assertThat(kind.seenIn(jdbc)).as("without reset").isNotEqualTo(kind.clean);
        connection.reset();
        assertThat(kind.seenIn(jdbc)).isEqualTo(kind.clean);
        assertThat(value(jdbc, "select pg_backend_pid()")).isEqualTo(Integer.toString(pid));
        assertThat(connection.changed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "select 1/0"})
    void anOpenTransactionIsRolledBackAlsoIfItFailed(String last) throws SQLException {
        jdbc.setAutoCommit(false);
        jdbc.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        execute(jdbc, "create table never ()");
        execute(jdbc, "create temp table left_over ()");
        execute(jdbc, "set local search_path = a");
        execute(jdbc, "select pg_advisory_xact_lock(1)");
        try {
            execute(jdbc, last);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("22012");
        }
        assertThat(connection.changed()).isTrue();
        connection.reset();
        assertThat(connection.changed()).isFalse();
        assertThat(jdbc.getAutoCommit()).isTrue();
        assertThat(jdbc.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(value(jdbc, "select count(*) from pg_class where relname in ('never', 'left_over')"))
                .isEqualTo("0");
        assertThat(value(jdbc, "select count(*) from pg_locks where locktype = 'advisory'"))
                .isEqualTo("0");
    }

    /** It may strike before it is taken away; then the session is not lent again. */
    @Test
    void aTimeLimitOfTheBorrowersIsTakenAwayOrTheResetFails() throws SQLException {
        execute(jdbc, "set statement_timeout = '1ms'");
        try {
            connection.reset();
            assertThat(value(jdbc, "show statement_timeout")).isEqualTo("0");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("57014");
        }
    }

    @Test
    void aTransactionBegunBySqlIsRolledBack() throws SQLException {
        execute(jdbc, "begin");
        execute(jdbc, "create table never ()");
        connection.reset();
        assertThat(value(jdbc, "select count(*) from pg_class where relname = 'never'"))
                .isEqualTo("0");
    }

    @Test
    void theDriversViewIsAsNew() throws SQLException {
        jdbc.setReadOnly(true);
        jdbc.setAutoCommit(false);
        jdbc.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        jdbc.setNetworkTimeout(Runnable::run, 12_345);
        jdbc.setTypeMap(Map.of("t", String.class));
        jdbc.setClientInfo("ApplicationName", "somebody");
        jdbc.setSchema("a");
        execute(jdbc, "do $$ begin raise warning 'careful'; end $$");
        connection.reset();
        assertThat(jdbc.isReadOnly()).isFalse();
        assertThat(jdbc.getAutoCommit()).isTrue();
        assertThat(jdbc.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        assertThat(jdbc.getNetworkTimeout()).isZero();
        assertThat(jdbc.getTypeMap()).isEmpty();
        assertThat(jdbc.getClientInfo("ApplicationName")).isEqualTo("under test");
        assertThat(jdbc.getSchema()).isEqualTo("public");
        assertThat(jdbc.getWarnings() == null).isTrue();
    }

    @Test
    void theDriversPreparedStatementsStay() throws SQLException {
        String mine = "select count(*) from pg_prepared_statements where not from_sql and statement like '%4711%'";
        prepareOften("select 4711");
        assertThat(value(jdbc, mine)).isEqualTo("1");
        execute(jdbc, "prepare x as select 1");
        connection.reset();
        assertThat(value(jdbc, mine)).isEqualTo("1");
        prepareOften("select 4711");
    }

    /** Often enough for the driver to prepare it on the server. */
    private void prepareOften(String sql) throws SQLException {
        for (int i = 0; i < 10; i++) {
            try (PreparedStatement statement = jdbc.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
            }
        }
    }

    /** The same text means another type there. */
    @Test
    void aStatementPreparedOnAnotherSearchPathIsPreparedAnew() throws SQLException {
        execute(jdbc, "set search_path = a");
        prepareOften("select n from t");
        connection.reset();
        execute(jdbc, "set search_path = b");
        prepareOften("select n from t");
        connection.reset();
        assertThatThrownBy(() -> prepareOften("select n from t"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
        connection.reset();
    }

    @Test
    void settingsOfTheUrlStay() throws SQLException {
        try (Postgres other = Postgres.of(
                server,
                "options=-c%20work_mem=9MB&currentSchema=b&readOnly=true&autosave=always" + "&socketTimeout=77")) {
            PhysicalConnection opened = other.open();
            opened.jdbc().setReadOnly(false);
            opened.jdbc().setAutoCommit(false);
            execute(opened.jdbc(), "set work_mem = '5MB'; set search_path = a");
            opened.reset();
            assertThat(value(opened.jdbc(), "show work_mem")).isEqualTo("9MB");
            assertThat(value(opened.jdbc(), "show search_path")).isEqualTo("b");
            assertThat(opened.jdbc().isReadOnly()).isTrue();
            assertThat(opened.jdbc().getNetworkTimeout()).isEqualTo(77_000);
            assertThat(opened.changed()).isFalse();
            assertThat(opened.end(PATIENCE)).isTrue();
        }
    }

    @Test
    void aLostSessionIsNotMadeNew() throws SQLException {
        execute(postgres.observer(), "select pg_terminate_backend(" + connection.backendPid() + ", 20000)");
        assertThatThrownBy(connection::reset).isInstanceOf(SQLException.class);
    }

    @Test
    void whatTheProtocolShowsIsAChange() throws SQLException {
        assertThat(connection.changed()).isFalse();
        execute(jdbc, "set intervalstyle = 'sql_standard'");
        assertThat(connection.changed()).isTrue();
        execute(jdbc, "reset intervalstyle");
        assertThat(connection.changed()).as("the same as before").isFalse();
        execute(jdbc, "set work_mem = '5MB'");
        assertThat(connection.changed()).as("what the protocol doesn't show").isFalse();
    }

    /** The driver closes the connection, as it can't read dates any more. */
    @Test
    void aSessionThatTheDriverCantUseIsNotMadeNew() {
        assertThatThrownBy(() -> execute(jdbc, "set datestyle = 'German'")).isInstanceOf(SQLException.class);
        assertThatThrownBy(connection::reset).isInstanceOf(SQLException.class);
    }
}
