package dev.holdfast.junit.internal;

import dev.holdfast.junit.Leak;
import dev.holdfast.junit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;

/** A lease as a test sees it. Thread-safe. */
final class GivenDatabase implements TestDatabase {
    /** A session lives on for some milliseconds after its client has closed it. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Lease lease;
    private final String jdbcUrl;
    private final LeakWatch watch;
    private final Deque<Object> made = new ConcurrentLinkedDeque<>();

    GivenDatabase(Lease lease, String jdbcUrl, LeakWatch watch) {
        this.lease = lease;
        this.jdbcUrl = jdbcUrl;
        this.watch = watch;
    }

    /** Something made of it, closed after the test. */
    <T> T made(T thing) {
        made.add(thing);
        return thing;
    }

    /** Closes what was made of it, last first. */
    void closeMade() throws Exception {
        for (Object thing = made.pollLast(); thing != null; thing = made.pollLast()) {
            if (thing instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    Lease lease() {
        return lease;
    }

    LeakWatch watch() {
        return watch;
    }

    @Override
    public String name() {
        return lease.database().name();
    }

    @Override
    public String jdbcUrl() {
        return jdbcUrl;
    }

    @Override
    public String user() {
        return lease.role();
    }

    @Override
    public String password() {
        return lease.password();
    }

    @Override
    public DataSource dataSource() {
        return watch.dataSource();
    }

    @Override
    public Connection connection() throws SQLException {
        return watch.connection();
    }

    @Override
    public DataSource watched(DataSource pool) {
        return watch.watched(pool);
    }

    @Override
    public List<Leak> leaks() throws SQLException {
        return watch.find(Duration.ZERO);
    }

    @Override
    public void assertNoLeaks() throws SQLException {
        List<Leak> leaks = watch.find(PATIENCE);
        if (!leaks.isEmpty()) {
            throw new AssertionError(LeakReport.text(name(), leaks));
        }
    }

    @Override
    public Map<String, Integer> connectionsByState() throws SQLException {
        return watch.connectionsByState();
    }

    @Override
    public <T> Measured<T> measure(Callable<T> work) throws Exception {
        return watch.measure(work);
    }

    @Override
    public void awaitReady(Duration limit) throws SQLException {
        watch.awaitReady(limit);
    }

    @Override
    public String toString() {
        return name();
    }
}
