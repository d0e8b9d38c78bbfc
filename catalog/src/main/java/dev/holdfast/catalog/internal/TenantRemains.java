package dev.holdfast.catalog.internal;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a borrower can leave behind in a session, how, and how the next one would notice. */
enum TenantRemains {
    SEARCH_PATH("set search_path = elsewhere", "select found_in = 'elsewhere' from places"),
    ROLE("set role pg_read_all_data", "select current_user = 'pg_read_all_data'"),
    SESSION_AUTHORIZATION("set session authorization pg_read_all_data", "select session_user = 'pg_read_all_data'"),
    SETTING("set work_mem = '7777kB'", "select current_setting('work_mem') = '7777kB'"),
    CUSTOM_SETTING(
            "select set_config('app.tenant', 'mine', false)",
            "select coalesce(current_setting('app.tenant', true), '') = 'mine'"),
    TEMPORARY_TABLE(
            "create temporary table places as select 'elsewhere' as found_in",
            "select found_in = 'elsewhere' from places"),
    ADVISORY_LOCK(
            "select pg_advisory_lock(" + AdvisoryLocks.SCENARIO.namespace() + ", 1)",
            "select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
                    + " and classid = " + AdvisoryLocks.SCENARIO.namespace() + ")"),
    LISTEN("listen news", "select exists (select from pg_listening_channels())"),
    PREPARED_STATEMENT(
            "prepare left_behind as select 1",
            "select exists (select from pg_prepared_statements where name = 'left_behind')"),
    HELD_CURSOR(
            "begin; declare left_open cursor with hold for select 1; commit",
            "select exists (select from pg_cursors where name = 'left_open')"),
    ISOLATION {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        }

        @Override
        boolean found(Connection connection) throws SQLException {
            return connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED
                    || !Sql.text(connection, "show transaction_isolation").equals("read committed");
        }
    },
    READ_ONLY {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setReadOnly(true);
        }

        @Override
        boolean found(Connection connection) throws SQLException {
            return connection.isReadOnly()
                    || Sql.text(connection, "show transaction_read_only").equals("on");
        }
    },
    AUTO_COMMIT {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        boolean found(Connection connection) throws SQLException {
            return !connection.getAutoCommit();
        }
    },
    OPEN_TRANSACTION {
        @Override
        void leave(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
            Sql.run(connection, "insert into marks values (1)");
        }

        @Override
        boolean found(Connection connection) throws SQLException {
            return Sql.number(connection, "select count(*) from marks") > 0;
        }
    },
    /** Not one of the session's settings, but as treacherous. */
    CURRVAL("select nextval('numbers')", "select currval('numbers') > 0") {
        @Override
        boolean visibleInText() {
            return false;
        }
    },
    /** A function that sets something: its call looks like a query. */
    SET_IN_FUNCTION("select sneaky()", "select current_setting('work_mem') = '6666kB'") {
        @Override
        boolean visibleInText() {
            return false;
        }
    };

    /** What they need, in the tenant's database. */
    static final String GROUND = """
            create table places as select 'public' as found_in;
            create schema elsewhere;
            create table elsewhere.places as select 'elsewhere' as found_in;
            create table marks (n int);
            create sequence numbers;
            create function sneaky() returns int language plpgsql as $$
              begin perform set_config('work_mem', '6666kB', false); return 1; end $$;
            grant all on schema public, elsewhere to public;
            grant all on all tables in schema public, elsewhere to public;
            grant all on all sequences in schema public to public;
            """;

    private final String leave;
    private final String look;

    TenantRemains() {
        this("", "");
    }

    TenantRemains(String leave, String look) {
        this.leave = leave;
        this.look = look;
    }

    /** For example {@code search-path}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static TenantRemains of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether the statement's text, or the driver, shows that the session may have changed. */
    boolean visibleInText() {
        return true;
    }

    static List<TenantRemains> visible() {
        return Stream.of(values()).filter(TenantRemains::visibleInText).toList();
    }

    void leave(Connection connection) throws SQLException {
        Sql.run(connection, leave);
    }

    boolean found(Connection connection) throws SQLException {
        try {
            return Sql.text(connection, look).equals("t");
        } catch (SQLException e) {
            if ("55000".equals(e.getSQLState())) { // currval before nextval
                return false;
            }
            throw e;
        }
    }
}
