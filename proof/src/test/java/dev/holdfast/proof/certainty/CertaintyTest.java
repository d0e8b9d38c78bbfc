package dev.holdfast.proof.certainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.proof.Route;
import dev.holdfast.proof.certainty.Settlement.Disagreement;
import dev.holdfast.proof.certainty.Settlement.Settled;
import dev.holdfast.proof.certainty.Settlement.Unresolved;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts that end in every way, on a real server. */
class CertaintyTest {
    private static final String ATTEMPT = "order-7/1";
    private static final String CLIENT = "a client";

    private static EmbeddedPostgres server;

    private final ToldIds told = new ToldIds();
    private Database database;
    private Connection oracle;
    private Connection reader;

    @BeforeAll
    static void startServer() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults().withSetting("max_prepared_transactions", "5"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createTable() throws SQLException {
        database = server.createDatabase("certainty");
        oracle = database.connect();
        reader = database.connect();
        run(oracle, "create table written (attempt text)");
    }

    @AfterEach
    void drop() throws SQLException {
        oracle.close();
        reader.close();
        database.close();
    }

    private Certainty certainty(TransactionIds ids, Duration patience) {
        return new Certainty(oracle, reader, ids, CertaintyTest::rows, patience);
    }

    private Settlement settled(TransactionIds ids) throws SQLException {
        return certainty(ids, Duration.ofSeconds(20)).settle(new Doubt(ATTEMPT, CLIENT, 1));
    }

    private static long rows(Connection connection, String attempt) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select count(*) from written where attempt = ?")) {
            query.setString(1, attempt);
            return number(query.executeQuery());
        }
    }

    private static long number(ResultSet row) throws SQLException {
        try (row) {
            row.next();
            return row.getLong(1);
        }
    }

    private long count(String what) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            return number(statement.executeQuery("select count(*) from " + what));
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Writes in a transaction and is told its number. */
    private Connection begun() throws SQLException {
        Connection client = Route.DIRECT.open(database, CLIENT);
        client.setAutoCommit(false);
        run(client, "insert into written values ('" + ATTEMPT + "')");
        try (Statement statement = client.createStatement();
                ResultSet row = statement.executeQuery("select pg_current_xact_id()::text")) {
            row.next();
            told.told(ATTEMPT, row.getString(1));
        }
        return client;
    }

    @Test
    void whatIsCommittedIsSettledAsCommitted() throws SQLException {
        try (Connection client = begun()) {
            client.commit();
        }
        assertThat(settled(told)).isEqualTo(new Settled(true, false));
    }

    @Test
    void whatIsRolledBackIsSettledAsAborted() throws SQLException {
        try (Connection client = begun()) {
            client.rollback();
        }
        assertThat(settled(told)).isEqualTo(new Settled(false, false));
    }

    @Test
    void aCommitThatIsAnsweredRollbackIsAnAbort() throws SQLException {
        try (Connection client = begun()) {
            assertThatThrownBy(() -> run(client, "select 1 / 0")).isInstanceOf(SQLException.class);
            client.commit(); // this driver doesn't say what the answer was
        }
        assertThat(settled(told)).isEqualTo(new Settled(false, false));
    }

    @Test
    void whoIsStillAtWorkIsWaitedFor() throws Exception {
        Connection client = begun();
        assertThat(settledWhile(told, () -> {
                    client.commit();
                    client.close();
                }))
                .isEqualTo(new Settled(true, false));
    }

    @Test
    void whoHasNotYetWrittenIsWaitedForToo() throws Exception {
        run(oracle, LoggedIds.triggerOn("written", "attempt"));
        Connection client = Route.DIRECT.open(database, CLIENT);
        assertThat(settledWhile(new LoggedIds(server.log()), () -> {
                    run(client, "insert into written values ('" + ATTEMPT + "')");
                    client.close();
                }))
                .isEqualTo(new Settled(true, false));
    }

    /** What happens while somebody waits for it. */
    @FunctionalInterface
    private interface Meanwhile {
        void happens() throws SQLException;
    }

    private Settlement settledWhile(TransactionIds ids, Meanwhile meanwhile) throws Exception {
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Settlement> settlement = executor.submit(() -> settled(ids));
            while (!settlement.isDone() && count("pg_stat_activity where query = 'select pg_sleep(0.002)'") == 0) {
                Thread.onSpinWait();
            }
            meanwhile.happens();
            return settlement.get();
        }
    }

    @Test
    void whoNeverEndsIsEnded() throws SQLException {
        Connection client = begun();
        assertThat(certainty(told, Duration.ofSeconds(1)).settle(new Doubt(ATTEMPT, CLIENT, 1)))
                .isEqualTo(new Settled(false, false));
        assertThatThrownBy(client::commit).isInstanceOf(SQLException.class);
    }

    @Test
    void whatIsLeftPreparedIsRolledBack() throws SQLException {
        try (Connection client = begun()) {
            run(client, "prepare transaction 'it''s left'");
        }
        assertThat(settled(told)).isEqualTo(new Settled(false, true));
        assertThat(count("pg_prepared_xacts")).isZero();
    }

    @Test
    void rowsOfAnotherTransactionAreADisagreement() throws SQLException {
        try (Connection client = begun()) {
            client.rollback();
        }
        run(oracle, "insert into written values ('" + ATTEMPT + "')");
        assertThat(settled(told)).isEqualTo(new Disagreement("aborted", 1, 1));
    }

    @Test
    void rowsThatAreGoneAreADisagreement() throws SQLException {
        try (Connection client = begun()) {
            client.commit();
        }
        run(oracle, "delete from written");
        Settlement settlement = settled(told);
        assertThat(settlement).isEqualTo(new Disagreement("committed", 0, 1));
        assertThat(((Disagreement) settlement).sentence())
                .isEqualTo("the server says committed, but 0 of 1 rows are there");
    }

    @Test
    void aNumberThatNobodyLearntOrThatTheServerDoesNotKnowLeavesItUnresolved() throws SQLException {
        assertThat(settled(told)).isInstanceOf(Unresolved.class);
        told.told(ATTEMPT, "987654321000");
        assertThat(settled(told)).isEqualTo(new Unresolved("the server doesn't know transaction 987654321000"));
    }

    @Test
    void theLogKnowsWhatTheClientCanNot() throws SQLException {
        LoggedIds logged = new LoggedIds(server.log());
        run(oracle, LoggedIds.triggerOn("written", "attempt"));
        assertThat(settled(logged)).as("it never began").isEqualTo(new Settled(false, false));
        try (Connection client = begun()) {
            client.rollback();
        }
        assertThat(logged.of(ATTEMPT)).isPresent().isEqualTo(told.of(ATTEMPT));
        assertThat(settled(logged)).isEqualTo(new Settled(false, false));
    }

    @Test
    void rowsOfAnAttemptThatNeverBeganAreADisagreement() throws SQLException {
        run(oracle, "insert into written values ('" + ATTEMPT + "')");
        assertThat(settled(new LoggedIds(server.log()))).isInstanceOf(Disagreement.class);
    }

    @Test
    void anAttemptWithoutRowsHasNoSecondWitness() {
        assertThatThrownBy(() -> new Doubt(ATTEMPT, CLIENT, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
