package dev.holdfast.junit.internal;

import static dev.holdfast.junit.internal.ReadyDatabasesTest.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a test did: a database that is lent again can't be told from a new one. */
class RecyclingTest {
    private static final int TESTS = Boolean.getBoolean("holdfast.long") ? 400 : 25;

    private static final List<String> TEMPLATE = List.of(
            "CREATE TABLE account (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE, note text)",
            "CREATE TABLE booking (id bigserial PRIMARY KEY, account bigint REFERENCES account, amount numeric)",
            "CREATE TABLE kind (id int PRIMARY KEY, name text)",
            "INSERT INTO kind VALUES (1, 'one'), (2, 'two'), (3, 'three')",
            "CREATE TABLE favourite (kind int REFERENCES kind, account bigint REFERENCES account)",
            "CREATE TABLE emptied (id int)",
            "INSERT INTO emptied VALUES (1)",
            "DELETE FROM emptied",
            "CREATE TABLE owner (id int PRIMARY KEY, main int)",
            "CREATE TABLE thing (id int PRIMARY KEY, owner int REFERENCES owner)",
            "INSERT INTO thing VALUES (1, NULL)",
            "CREATE UNLOGGED TABLE scratch (id int)",
            "CREATE TABLE event (at int NOT NULL, what text) PARTITION BY RANGE (at)",
            "CREATE TABLE event_old PARTITION OF event FOR VALUES FROM (0) TO (100)",
            "CREATE TABLE event_new PARTITION OF event DEFAULT",
            "CREATE TABLE child (more text) INHERITS (kind)",
            "CREATE SEQUENCE number START 40 INCREMENT 7",
            "CREATE MATERIALIZED VIEW names AS SELECT name FROM kind",
            "CREATE MATERIALIZED VIEW later AS SELECT name FROM account WITH NO DATA",
            "CREATE TABLE log (what text)",
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN INSERT INTO public.log VALUES (tg_op); RETURN NULL; END'",
            "CREATE TRIGGER noted AFTER INSERT OR TRUNCATE ON account EXECUTE FUNCTION note()");

    /** Tests do mostly this, and databases survive it. */
    private static final List<String> ROWS = List.of(
            "INSERT INTO account (name, note) SELECT g::text, repeat('x', 3000) FROM generate_series(1, 20) g"
                    + " ON CONFLICT DO NOTHING",
            "INSERT INTO account (name) VALUES (random()::text)",
            "WITH a AS (INSERT INTO account (name) VALUES (random()::text) RETURNING id)"
                    + " INSERT INTO booking (account, amount) SELECT id, 5 FROM a",
            "UPDATE account SET name = name || '!'",
            "DELETE FROM booking",
            "INSERT INTO scratch VALUES (1)",
            "INSERT INTO event VALUES (5, 'old'), (500, 'new')",
            "INSERT INTO child VALUES (9, 'nine', 'more')",
            "INSERT INTO favourite VALUES (1, NULL)",
            "SELECT nextval('number')",
            "SELECT setval('number', 4711, false)",
            "BEGIN; INSERT INTO account (name) VALUES ('gone'); ROLLBACK",
            "BEGIN; INSERT INTO kind VALUES (7, 'gone'); SAVEPOINT s; DELETE FROM kind; ROLLBACK",
            "SELECT pg_advisory_xact_lock(1)",
            "SELECT * FROM kind FOR UPDATE",
            "SET search_path = nowhere",
            "PREPARE p AS SELECT 1",
            "LISTEN x");

    /** And these are why it may not. */
    private static final List<String> MORE = List.of(
            "INSERT INTO kind VALUES (4, 'four')",
            "UPDATE kind SET name = name",
            "DELETE FROM thing",
            "DELETE FROM child; DELETE FROM ONLY kind WHERE id = 3",
            "INSERT INTO emptied VALUES (2)",
            "INSERT INTO owner VALUES (1, 1)",
            "TRUNCATE account, booking, favourite",
            "TRUNCATE emptied",
            "CREATE TABLE more (id int)",
            "CREATE TEMP TABLE temporary (id int)",
            "CREATE SCHEMA more",
            "ALTER TABLE account ADD COLUMN more text",
            "ALTER TABLE account ALTER COLUMN name SET STATISTICS 10",
            "ALTER TABLE account DISABLE TRIGGER noted",
            "ALTER SEQUENCE number INCREMENT 3",
            "ALTER SEQUENCE number RESTART",
            "ALTER TABLE account SET (fillfactor = 50)",
            "CREATE INDEX ON account (note)",
            "DROP TABLE event_old",
            "DROP SEQUENCE number",
            "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "COMMENT ON TABLE account IS 'mine'",
            "COMMENT ON COLUMN account.name IS 'mine'",
            "GRANT SELECT ON account TO PUBLIC",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
            "ANALYZE account",
            "CREATE STATISTICS more ON name, note FROM account",
            "REFRESH MATERIALIZED VIEW later",
            "REFRESH MATERIALIZED VIEW names",
            "SELECT lo_create(0)",
            "CLUSTER account USING account_pkey",
            "VACUUM kind",
            "VACUUM FULL kind",
            "CREATE VIEW v AS SELECT 1 AS one",
            "CREATE TYPE mood AS ENUM ('good')",
            "CREATE PUBLICATION p FOR TABLE account",
            "CREATE POLICY p ON account USING (true)",
            "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 128', current_database()); END$$",
            "DO $$BEGIN EXECUTE format('COMMENT ON DATABASE %I IS ''mine''', current_database()); END$$",
            "DO $$BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 5', current_database()); END$$",
            "DO $$BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO PUBLIC', current_database()); END$$");

    private static EmbeddedPostgres server;
    private static Database template;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults().withSetting("max_prepared_transactions", "5"));
        template = server.createDatabase("template");
        try (Connection connection = template.connect()) {
            for (String statement : TEMPLATE) {
                execute(connection, statement);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static DatabaseMaker maker() {
        return new DatabaseMaker(server, template.name(), new Recycling(server.user()));
    }

    @ParameterizedTest
    @ValueSource(longs = 20261121)
    void whatIsRecycledCannotBeToldFromNew(long seed) throws SQLException {
        Random random = new Random(seed);
        int recycled = 0;
        try (DatabaseMaker maker = maker()) {
            ReadyDatabase reference = maker.make();
            List<String> fresh = dump(reference.lease());
            ReadyDatabase database = maker.make();
            for (int test = 0; test < TESTS; test++) {
                List<String> done = somethingDone(database.lease(), random);
                Optional<ReadyDatabase> again = maker.recycle(database);
                if (again.isEmpty()) {
                    maker.drop(database);
                    database = maker.make();
                } else {
                    recycled++;
                    assertThat(again.get().name()).isEqualTo(database.name());
                    database = again.get();
                    assertThat(changes(fresh, database.lease()))
                            .as("after %s", done)
                            .isEmpty();
                }
            }
        }
        assertThat(recycled).isBetween(TESTS / 5, TESTS - 1);
    }

    private static List<String> somethingDone(Lease lease, Random random) throws SQLException {
        List<String> done = new ArrayList<>();
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            List<String> from = random.nextInt(8) == 0 ? MORE : ROWS;
            String statement = from.get(random.nextInt(from.size()));
            try {
                execute(lease.warm(), statement);
                done.add(statement);
            } catch (SQLException e) {
                done.add(statement + " -- " + e.getMessage());
            }
            execute(lease.warm(), "RESET search_path; DEALLOCATE ALL");
        }
        return done;
    }

    @Test
    void rowsAreNoReasonToDrop() throws SQLException {
        try (DatabaseMaker maker = maker()) {
            List<String> fresh = dump(maker.make().lease());
            ReadyDatabase database = maker.make();
            for (String statement : ROWS) {
                execute(database.lease().warm(), statement);
                Optional<ReadyDatabase> again = maker.recycle(database);
                assertThat(again).as(statement).isPresent();
                database = again.orElseThrow();
                assertThat(changes(fresh, database.lease())).as(statement).isEmpty();
            }
        }
    }

    @Test
    void whateverElseIsDoneTheDatabaseIsDroppedOrLikeNew() throws SQLException {
        try (DatabaseMaker maker = maker()) {
            List<String> fresh = dump(maker.make().lease());
            for (String statement : MORE) {
                ReadyDatabase database = maker.make();
                execute(database.lease().warm(), statement);
                Optional<ReadyDatabase> again = maker.recycle(database);
                if (again.isPresent()) {
                    assertThat(changes(fresh, again.get().lease()))
                            .as(statement)
                            .isEmpty();
                }
                maker.drop(again.orElse(database));
            }
        }
    }

    @Test
    void whatIsHiddenFromStatisticsIsSeen() throws SQLException {
        try (DatabaseMaker maker = maker()) {
            ReadyDatabase database = maker.make();
            Connection session = database.lease().warm();
            execute(session, "SET ROLE postgres; SET track_counts = off; UPDATE kind SET name = 'changed'");
            execute(session, "SELECT pg_stat_reset()");
            assertThat(maker.recycle(database)).isEmpty();
            maker.drop(database);
            database = maker.make();
            session = database.lease().warm();
            session.setAutoCommit(false);
            execute(session, "INSERT INTO account (name) VALUES ('prepared')");
            execute(session, "PREPARE TRANSACTION 'hidden'");
            assertThat(maker.recycle(database)).isEmpty();
            maker.drop(database);
        }
    }

    @Test
    void theNextHasAnotherRoleAndANewSession() throws SQLException {
        try (DatabaseMaker maker = maker()) {
            ReadyDatabase database = maker.make();
            execute(database.lease().warm(), "SET work_mem = '1MB'; SELECT pg_advisory_lock(5)");
            ReadyDatabase again = maker.recycle(database).orElseThrow();
            assertThat(again.lease().role()).isNotEqualTo(database.lease().role());
            assertThat(ReadyDatabasesTest.string(again.lease().warm(), "SHOW work_mem"))
                    .isEqualTo("4MB");
            assertThat(ReadyDatabasesTest.string(
                            again.lease().warm(),
                            "SELECT concat_ws(' ', current_user = session_user, current_setting('search_path'),"
                                    + " current_setting('session_replication_role'))"))
                    .isEqualTo("t \"$user\", public origin");
            try (Connection connection = server.connect()) {
                assertThat(Baseline.strings(
                                connection,
                                "SELECT 1 FROM pg_roles WHERE rolname = '"
                                        + database.lease().role() + "'"))
                        .isEmpty();
            }
        }
    }

    private static List<String> changes(List<String> fresh, Lease lease) throws SQLException {
        List<String> now = dump(lease);
        List<String> changes = new ArrayList<>();
        fresh.stream().filter(line -> !now.contains(line)).forEach(line -> changes.add("- " + line));
        now.stream().filter(line -> !fresh.contains(line)).forEach(line -> changes.add("+ " + line));
        return changes;
    }

    /** All rows, sequences and catalogues, without what names files and what was counted. */
    private static List<String> dump(Lease lease) throws SQLException {
        List<String> dump = new ArrayList<>();
        try (Connection connection = lease.database().connect()) {
            List<String> tables = Baseline.strings(connection, """
                    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
                     WHERE relkind IN ('r', 'm') AND relispopulated AND NOT relisshared
                       AND nspname !~ '^pg_toast' AND c.oid::regclass <> 'pg_class'::regclass
                    """);
            for (String table : tables) {
                boolean catalogue = table.startsWith("pg_");
                String rows = catalogue
                        ? "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM ONLY " + table + " t"
                        : "SELECT string_agg(t::text, '|' ORDER BY t::text) FROM ONLY " + table + " t";
                dump.add(table + ": " + Baseline.strings(connection, rows));
            }
            List<String> sequences =
                    Baseline.strings(connection, "SELECT oid::regclass FROM pg_class WHERE relkind = 'S'");
            for (String sequence : sequences) {
                dump.addAll(Baseline.strings(
                        connection,
                        "SELECT concat_ws(' ', '" + sequence + "', last_value, log_cnt, is_called) FROM " + sequence));
            }
            dump.addAll(Baseline.strings(connection, """
                    SELECT (to_jsonb(t) - array['relfilenode', 'relfrozenxid', 'relminmxid', 'relpages', 'reltuples',
                                                'relallvisible', 'relallfrozen'])::text
                      FROM pg_class t ORDER BY oid
                    """));
            dump.addAll(Baseline.strings(connection, """
                    SELECT concat_ws(' ', datistemplate, datallowconn, datconnlimit, datacl,
                             (SELECT count(*) FROM pg_db_role_setting WHERE setdatabase = d.oid),
                             shobj_description(d.oid, 'pg_database'))
                      FROM pg_database d WHERE datname = current_database()
                    """));
        }
        return dump;
    }
}
