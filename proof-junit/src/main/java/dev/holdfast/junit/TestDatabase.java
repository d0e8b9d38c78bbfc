package dev.holdfast.junit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/** An isolated database that a test was given. Thread-safe, except for the connections. */
public interface TestDatabase {
    /** On the server: {@code holdfast_…}. */
    String name();

    /** Without user and password. Through the fault proxy, if the test has one. */
    String jdbcUrl();

    /** A role that only this database has; everything that it makes on the server can be told to be this test's. */
    String user();

    String password();

    /**
     * Opens a new connection each time, and remembers who did. Wrap it in the pool that you test. Connections that are still
     * open after the test are reported with the stack that opened them, and closed.
     */
    DataSource dataSource();

    /**
     * One connection, open already, for a test that needs one; the same at each call. Closed after the test, if it wasn't.
     *
     * @throws SQLException if it had to be opened, and couldn't be
     */
    Connection connection() throws SQLException;

    /**
     * Lends connections of {@code pool} in its stead, and looks at each when it is given back: settings that were changed,
     * LISTEN, temporary objects, session locks, prepared statements. What was borrowed and not given back after the test is
     * reported with the borrower's stack.
     */
    DataSource watched(DataSource pool);

    /** What would be reported if the test ended now; connections that are in use count. */
    List<Leak> leaks() throws SQLException;

    /**
     * Waits up to a second for what is about to end.
     *
     * @throws AssertionError with every leak: what it is, where it was opened, and the line that mends it
     */
    void assertNoLeaks() throws SQLException;

    /** Sessions in this database by {@code pg_stat_activity.state}, without our own: {@code {idle=3, active=1}}. */
    Map<String, Integer> connectionsByState() throws SQLException;

    /** Runs {@code work}, and says what it did to the server. */
    <T> Measured<T> measure(Callable<T> work) throws Exception;

    /**
     * What a piece of work did.
     *
     * @param value what the work returned
     * @param connectionsOpened sessions begun in this database
     * @param peakConnections the most that were seen at once; looked at every few milliseconds
     * @param commits of this database
     * @param rollbacks of this database
     */
    record Measured<T>(
            T value, Duration took, long connectionsOpened, int peakConnections, long commits, long rollbacks) {}

    /**
     * Waits until the server accepts connections to this database, for example after a restart.
     *
     * @throws SQLException the last refusal, if it didn't within {@code limit}
     */
    void awaitReady(Duration limit) throws SQLException;
}
