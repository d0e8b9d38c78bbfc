package dev.holdfast.proof.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Route;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.wire.Direction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a JDBC driver sees of a fault, and what the server has done by then. */
class FaultProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static EmbeddedPostgres server;
    private static Database database;
    private FaultProxy proxy;

    @BeforeAll
    static void startServer() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        database = server.createDatabase("faults");
        run(database.connect(), "create table t (n int)");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        proxy = FaultProxy.before(server, 42);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private Connection connect() throws SQLException {
        return proxy.route().open(database, "a test");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void insert(Connection connection, int n) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into t values (" + n + ")");
        }
    }

    private static long count(int n) throws SQLException {
        try (Connection connection = Route.DIRECT.open(database, "a test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from t where n = " + n)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Inserts {@code n} and commits, and expects that the answer is lost. */
    private Firing commitAndLose(String fault, int n) throws SQLException {
        Armed armed = proxy.arm(fault);
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            insert(connection, n);
            assertThat(armed.fired()).isZero();
            assertThatThrownBy(connection::commit)
                    .satisfies(thrown ->
                            assertThat(SqlState.of(thrown)).get().matches(SqlState::losesSession, "loses the session"));
        }
        assertThat(armed.fired()).isEqualTo(1);
        return armed.await(LIMIT).orElseThrow();
    }

    @Test
    void aConnectionCutBeforeTheAnswerToCommitLeavesTheRowCommitted() throws SQLException {
        Firing firing = commitAndLose("reset before command-complete(COMMIT)", 1);
        assertThat(count(1)).isEqualTo(1);
        assertThat(firing.direction()).isEqualTo(Direction.TO_CLIENT);
        assertThat(firing.message().text()).endsWith("COMMIT\0");
        assertThat(firing.application()).isEqualTo("a test");
        assertThat(firing.session()).isEqualTo(1);
    }

    @Test
    void aConnectionCutBeforeCommitLeavesNothing() throws SQLException {
        commitAndLose("close before execute(COMMIT)", 2);
        assertThat(count(2)).isZero();
        commitAndLose("reset before execute(commit)", 3);
        assertThat(count(3)).isZero();
    }

    @Test
    void aPreparedCommitIsRecognisedToo() throws SQLException {
        Armed armed = proxy.arm("close before execute(COMMIT) nth 9");
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (int i = 1; i < 9; i++) { // the driver names its COMMIT from the fifth time on
                insert(connection, 4);
                connection.commit();
            }
            insert(connection, 4);
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        }
        assertThat(armed.fired()).isEqualTo(1);
        assertThat(count(4)).isEqualTo(8);
    }

    @Test
    void anInjectedErrorFailsTheTransactionForTheClientOnly() throws SQLException {
        Armed armed = proxy.arm("error(40001) instead-of command-complete(INSERT)");
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> insert(connection, 5))
                    .satisfies(thrown -> assertThat(SqlState.of(thrown)).contains(SqlState.SERIALIZATION_FAILURE));
            connection.rollback();
            insert(connection, 5);
            connection.commit();
        }
        assertThat(armed.fired()).isEqualTo(1);
        assertThat(count(5)).isEqualTo(1);
    }

    @Test
    void nothingFiresThatIsNotMeantForTheSession() throws SQLException {
        Armed other = proxy.arm("close before query(select) application other");
        Armed third = proxy.arm("close before ready-for-query session 3");
        Armed never = proxy.arm("close before execute(COMMIT) nth 2");
        never.disarm();
        for (int i = 0; i < 2; i++) {
            run(connect(), "insert into t values (6)");
        }
        assertThatThrownBy(() -> run(connect(), "insert into t values (6)")).isInstanceOf(SQLException.class);
        assertThat(other.fired()).isZero();
        assertThat(third.fired()).isEqualTo(1);
        assertThat(third.firings().get(0).session()).isEqualTo(3);
        assertThat(never.await(Duration.ofMillis(1))).isEqualTo(Optional.empty());
        assertThat(proxy.armed()).containsExactly(other, third);
    }
}
