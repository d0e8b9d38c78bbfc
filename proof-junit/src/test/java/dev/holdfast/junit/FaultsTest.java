package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.internal.TestFaults;
import dev.holdfast.junit.internal.TestSeed;
import dev.holdfast.proof.fault.Armed;
import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault that strikes is told where; one that doesn't is told, too. */
class FaultsTest {
    private Database database;
    private TestFaults faults;
    private TestDatabase db;

    @BeforeEach
    void open() throws SQLException {
        database = StandIn.SERVER.createDatabase("faults");
        faults = new TestFaults(StandIn.SERVER, true, new TestSeed(1, ""));
        db = OneDatabase.through(faults.proxy().jdbcUrl(database.name()), database);
        try (Connection connection = database.connect()) {
            execute(connection, "create table sale (buyer int)");
        }
    }

    @AfterEach
    void close() {
        faults.close();
        database.close();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long sales(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from sale")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void sell() throws SQLException {
        try (Connection connection = db.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "insert into sale values (1)");
            connection.commit();
        }
    }

    @Test
    void theTruthIsWhatTheServerHasDoneInTheEnd() throws SQLException {
        Armed lost = faults.arm("reset before command-complete(COMMIT)");
        assertThatThrownBy(this::sell).isInstanceOf(SQLException.class);
        assertThat(faults.struck(lost).toString()).contains("to the client, type C");
        assertThat(faults.<Long>truth(db, FaultsTest::sales)).isEqualTo(1);
        Armed never = faults.arm("reset before query(COMMIT)");
        Armed neverEither = faults.arm("reset before execute(COMMIT)");
        assertThatThrownBy(this::sell).isInstanceOf(SQLException.class);
        assertThat(never.fired() + neverEither.fired()).isEqualTo(1);
        assertThat(faults.<Long>truth(db, FaultsTest::sales)).isEqualTo(1);
        never.disarm();
        neverEither.disarm();
        assertThatCode(faults::assertAllStruck).doesNotThrowAnyException();
    }

    @Test
    void aFaultThatNeverStruckFailsTheTestUnlessItWasDisarmed() throws SQLException {
        Armed struck = faults.arm("delay(1ms) before command-complete(COMMIT)");
        Armed never = faults.arm("close before command-complete(ROLLBACK)");
        sell();
        faults.struck(struck);
        assertThatThrownBy(faults::assertAllStruck)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "armed, and never struck: close before command-complete(ROLLBACK)\n  detail: the")
                .hasMessageContaining("delay(1ms) before command-complete(COMMIT) (fired 1 times)\n    session ")
                .hasMessageContaining("command-complete(ROLLBACK) (fired 0 times)");
        never.disarm();
        assertThatCode(faults::assertAllStruck).doesNotThrowAnyException();
        assertThat(faults.evidence()).contains("fired 1 times", "fired 0 times");
    }

    @Test
    void whoeverArmsThroughTheProxyIsHeldToItAsWell() {
        faults.proxy().arm("close before command-complete(ROLLBACK)");
        assertThatThrownBy(faults::assertAllStruck).hasMessageStartingWith("armed, and never struck: close");
    }

    @Test
    void anExpressionThatIsNoFaultIsRefused() {
        assertThatThrownBy(() -> faults.arm("explode before lunch")).isInstanceOf(InvalidOption.class);
        assertThatCode(faults::assertAllStruck).doesNotThrowAnyException();
    }

    @Test
    void aServerThatOthersUseIsNotLent() {
        assertThat(faults.server()).isSameAs(StandIn.SERVER);
        try (TestFaults shared = new TestFaults(StandIn.SERVER, false, new TestSeed(1, ""))) {
            assertThatThrownBy(shared::server)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("the server isn't this test's own\n")
                    .hasMessageContaining("@Holdfast(ownServer = true)");
        }
    }
}
