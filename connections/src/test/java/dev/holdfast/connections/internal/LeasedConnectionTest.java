package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.Lease;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lease ends once, works until then, and says what it did to the session. */
class LeasedConnectionTest {
    private final RecordingDriver driver = new RecordingDriver();
    private final RecordingLent lent = new RecordingLent(driver.make(Connection.class));
    private final LeasedConnection lease = new LeasedConnection(lent, 7, true, null);

    /** Something done with a connection. */
    interface Use {
        void by(Connection connection) throws SQLException;
    }

    /** A use, by name. */
    record Named(String name, Use use) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void closingGivesBackOnceWithTheStampAndNoMark() {
        lease.close();
        lease.close();
        assertThat(lent.ends).containsExactly(new RecordingLent.End(7, 0));
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void ofManyThreadsThatCloseOneGivesBack() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            RecordingLent one = new RecordingLent(driver.make(Connection.class));
            LeasedConnection contended = new LeasedConnection(one, round, false, null);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    await(start);
                    contended.close();
                }));
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(one.ends).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void afterTheEndItSaysWhatToDo() {
        lease.close();
        assertThatThrownBy(lease::createStatement)
                .isInstanceOf(SQLException.class)
                .hasMessage("this lease of tenant acme was closed, and its connection may be another borrower's by now;"
                        + " take a new lease, and close it when the work is done");
    }

    @Test
    void afterTheEndItIsClosedAndInvalidAndNothingElse() throws SQLException {
        assertThat(lease.isClosed()).isFalse();
        assertThat(lease.isValid(1)).isTrue();
        lease.close();
        driver.forget();
        assertThat(lease.isClosed()).isTrue();
        assertThat(lease.isValid(1)).isFalse();
        lease.abort(Runnable::run);
        assertThat(lent.aborts).isEmpty();
        assertThatThrownBy(() -> lease.unwrap(Lease.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> lease.isWrapperFor(Lease.class)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> lease.setClientInfo("a", "b"))
                .isInstanceOfSatisfying(
                        SQLClientInfoException.class,
                        e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThatThrownBy(() -> lease.setClientInfo(new Properties())).isInstanceOf(SQLClientInfoException.class);
        assertThat(driver.calls()).isEmpty();
        assertThat(lent.ends).hasSize(1);
    }

    @Test
    void statementsAndResultsOfAnEndedLeaseAreClosedAndDoNotWork() throws SQLException {
        PreparedStatement statement = lease.prepareStatement("select 1");
        ResultSet results = statement.executeQuery();
        lease.close();
        driver.forget();
        assertThat(statement.isClosed()).isTrue();
        assertThat(results.isClosed()).isTrue();
        assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLException.class);
        assertThatThrownBy(statement::getConnection).isInstanceOf(SQLException.class);
        assertThatThrownBy(results::next).isInstanceOf(SQLException.class);
        assertThatThrownBy(results::getStatement).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> results.unwrap(ResultSet.class)).isInstanceOf(SQLException.class);
        statement.close();
        results.close();
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void theEndClosesTheStatementsThatAreOpenAndOnlyThose() throws SQLException {
        Statement first = lease.createStatement();
        lease.createStatement();
        Statement third = lease.createStatement();
        lease.createStatement();
        first.close();
        third.close();
        third.close();
        driver.forget();
        lease.close();
        assertThat(driver.calls()).extracting(RecordingDriver.Call::method).containsExactly("close", "close");
        assertThat(lent.marks()).isZero();
    }

    @Test
    void aStatementThatWillNotCloseTaintsTheLease() throws SQLException {
        lease.createStatement();
        driver.failWith(new SQLException("planted", "XX000"));
        lease.close();
        assertThat(lent.marks()).isEqualTo(Lent.TAINTED);
    }

    @Test
    void aStatementThatClosedItselfIsForgotten() throws SQLException {
        Statement statement = lease.createStatement();
        statement.closeOnCompletion();
        statement.executeQuery("select 1").close();
        driver.forget();
        lease.close();
        assertThat(driver.calls()).isEmpty();
    }

    @Test
    void whatLeadsBackLeadsToTheLease() throws SQLException {
        Statement statement = lease.prepareStatement("select 1");
        assertThat(statement.getConnection()).isSameAs(lease);
        assertThat(lease.getMetaData().getConnection()).isSameAs(lease);
        assertThat(statement.getGeneratedKeys().getStatement()).isSameAs(statement);
        assertThat(statement.executeQuery("select 1").getStatement()).isSameAs(statement);
        Statement ofTables =
                lease.getMetaData().getTables(null, null, null, null).getStatement();
        assertThat(ofTables.getConnection()).isSameAs(lease);
        Array array = lease.createArrayOf("int", new Object[0]);
        assertThat(array.getResultSet().getStatement().getConnection()).isSameAs(lease);
    }

    @Test
    void askingTwiceGivesTheSameStatement() throws SQLException {
        ResultSet tables = lease.getMetaData().getTables(null, null, null, null);
        assertThat(tables.getStatement()).isSameAs(tables.getStatement());
    }

    @Test
    void itsOwnArrayReachesTheDriverBareAndAnothersDoesNot() throws SQLException {
        PreparedStatement statement = lease.prepareStatement("select 1");
        Array array = lease.createArrayOf("int", new Object[0]);
        Array others = new LeasedConnection(lent, 8, false, null).createArrayOf("int", new Object[0]);
        driver.forget();
        statement.setArray(1, array);
        statement.setObject(1, array);
        statement.setArray(1, others);
        assertThat(driver.calls().get(0).arguments().get(1)).isSameAs(((LeasedArray) array).driver());
        assertThat(driver.calls().get(1).arguments().get(1)).isSameAs(((LeasedArray) array).driver());
        assertThat(driver.calls().get(2).arguments().get(1)).isSameAs(others);
    }

    @Test
    void unwrappingItselfIsHarmlessAndUnwrappingTheDriverTaints() throws SQLException {
        assertThat(lease.unwrap(Connection.class)).isSameAs(lease);
        assertThat(lease.unwrap(Lease.class)).isSameAs(lease);
        assertThat(lease.isWrapperFor(Lease.class)).isTrue();
        assertThat(lease.isWrapperFor(Runnable.class)).isTrue();
        assertThat(lease.isTainted()).isFalse();
        lease.unwrap(Runnable.class);
        assertThat(lease.isTainted()).isTrue();
        assertThat(lease).hasToString("Lease of tenant acme, open, tainted");
        lease.close();
        assertThat(lent.marks()).isEqualTo(Lent.TAINTED);
    }

    @Test
    void unwrappingAStatementOrAResultTaints() throws SQLException {
        Statement statement = lease.createStatement();
        statement.unwrap(Statement.class);
        assertThat(lease.isTainted()).isFalse();
        statement.unwrap(Runnable.class);
        assertThat(lease.isTainted()).isTrue();
        LeasedConnection second = new LeasedConnection(lent, 8, false, null);
        second.createStatement().executeQuery("select 1").unwrap(Runnable.class);
        assertThat(second.isTainted()).isTrue();
    }

    @Test
    void aStreamOfALargeObjectTaints() throws SQLException {
        lease.createBlob().length();
        lease.createClob().length();
        assertThat(lease.isTainted()).isFalse();
        lease.createBlob().getBinaryStream();
        assertThat(lease.isTainted()).isTrue();
        LeasedConnection second = new LeasedConnection(lent, 8, false, null);
        second.createNClob().getCharacterStream();
        assertThat(second.isTainted()).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // what JDBC says of null is tested
    void abortWakesBeforeTheEndAndMarksBroken() throws SQLException {
        assertThatThrownBy(() -> lease.abort(null)).isInstanceOf(SQLException.class);
        lease.abort(Runnable::run);
        lease.close();
        assertThat(lent.aborts).containsExactly("before the end");
        assertThat(lent.marks()).isEqualTo(Lent.BROKEN);
    }

    static Stream<Named> changes() {
        return Stream.of(
                new Named("setReadOnly", c -> c.setReadOnly(true)),
                new Named("setTransactionIsolation", c -> c.setTransactionIsolation(8)),
                new Named("setCatalog", c -> c.setCatalog("a")),
                new Named("setSchema", c -> c.setSchema("a")),
                new Named("setHoldability", c -> c.setHoldability(1)),
                new Named("setTypeMap", c -> c.setTypeMap(new HashMap<>(Map.of("a", String.class)))),
                new Named("setNetworkTimeout", c -> c.setNetworkTimeout(Runnable::run, 1)),
                new Named("setClientInfo", c -> c.setClientInfo("a", "b")),
                new Named("setClientInfo of all", c -> c.setClientInfo(new Properties())),
                new Named("auto-commit left off", c -> c.setAutoCommit(false)),
                new Named("cancel", c -> c.createStatement().cancel()),
                new Named("execute", c -> c.createStatement().execute("set a to b")),
                new Named("addBatch", c -> c.createStatement().addBatch("set a to b")),
                new Named("prepareStatement", c -> c.prepareStatement("set a to b")),
                new Named("prepareStatement with keys", c -> c.prepareStatement("set a to b", 1)),
                new Named("prepareCall", c -> c.prepareCall("{call f()}")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatOutlivesTheLeaseMarksItChanged(Named change) throws SQLException {
        change.use().by(lease);
        lease.close();
        assertThat(lent.marks()).isEqualTo(Lent.CHANGED);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeThatFailedIsAChange(Named change) {
        driver.failWith(new SQLClientInfoException("planted", "42601", Map.of()));
        assertThatThrownBy(() -> change.use().by(lease)).isInstanceOf(SQLException.class);
        driver.failWith(null);
        lease.close();
        assertThat(lent.marks()).isEqualTo(change.name().matches("cancel|execute|addBatch") ? 0 : Lent.CHANGED);
    }

    @Test
    void autoCommitThatIsBackAndPlainTextsMarkNothing() throws SQLException {
        lease.setAutoCommit(false);
        lease.prepareStatement("select 1").executeQuery();
        lease.commit();
        lease.setAutoCommit(true);
        lease.close();
        assertThat(lent.marks()).isZero();
    }

    @Test
    void textsAreNotLookedAtUnlessAskedTo() throws SQLException {
        LeasedConnection strict = new LeasedConnection(lent, 9, false, null);
        strict.createStatement().execute("set a to b");
        strict.close();
        assertThat(lent.marks()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "57P02"})
    void aLostSessionIsBroken(String state) throws SQLException {
        Statement statement = lease.createStatement();
        driver.failWith(new SQLException("planted", state));
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        driver.failWith(null);
        lease.close();
        assertThat(lent.marks()).isEqualTo(Lent.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40001", "57014", "08P01"})
    void anOrdinaryErrorIsNoticedAndMarksNothing(String state) throws SQLException {
        Statement statement = lease.createStatement();
        driver.failWith(new SQLException("planted", state));
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        driver.failWith(null);
        lease.close();
        assertThat(lent.noticed).hasSize(1);
        assertThat(lent.marks()).isZero();
    }

    @Test
    void aDriverThatFailsInTheMiddleOfACallTaints() throws SQLException {
        Statement statement = lease.createStatement();
        driver.failWith(new OutOfMemoryError("planted"));
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(OutOfMemoryError.class);
        driver.failWith(null);
        lease.close();
        assertThat(lent.marks()).isEqualTo(Lent.TAINTED);
    }

    @Test
    void aLeaseThatEndsDuringACallDoesNotPassItsConnectionOn() throws SQLException {
        Statement statement = lease.createStatement();
        driver.during(lease::close);
        statement.execute("select 1");
        driver.during(() -> {});
        assertThat(lent.marks()).isEqualTo(Lent.TAINTED);
        assertThat(driver.calls())
                .extracting(RecordingDriver.Call::method)
                .containsExactly("createStatement", "execute");
    }

    @Test
    void aFailureAfterTheEndIsNotTheNextBorrowersBusiness() throws SQLException {
        Statement statement = lease.createStatement();
        driver.during(() -> {
            lease.close();
            driver.failWith(new SQLException("planted", "08006"));
        });
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        assertThat(lent.noticed).isEmpty();
    }

    @Test
    void itKnowsWhoseItIsAndWhereItWasTaken() {
        Throwable here = new Throwable("here");
        assertThat(new LeasedConnection(lent, 1, false, here).takenAt()).containsSame(here);
        assertThat(lease.takenAt()).isEmpty();
        assertThat(lease.tenant().orElseThrow().value()).isEqualTo("acme");
        lease.taint();
        lease.close();
        assertThat(lease).hasToString("Lease of tenant acme, closed, tainted");
    }
}
