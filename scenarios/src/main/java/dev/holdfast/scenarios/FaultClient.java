package dev.holdfast.scenarios;

import dev.holdfast.scenarios.internal.PlainFaultClient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The subject of the scenarios about faults: a service's way to its database, which is any DataSource and whatever runs
 * transactions on it. Called by many sessions at once. For a service that uses HikariCP and Spring:
 *
 * <pre>{@code
 * public DataSource open(FaultTarget target) {
 *     HikariDataSource pool = new HikariDataSource();
 *     pool.setJdbcUrl(target.jdbcUrl());
 *     pool.setUsername(target.user());
 *     pool.setPassword(target.password().use(String::new));
 *     return pool;
 * }
 *
 * public void inTransaction(DataSource dataSource, Work work) {
 *     new TransactionTemplate(new DataSourceTransactionManager(dataSource)).executeWithoutResult(status -> …);
 * }
 * }</pre>
 */
public interface FaultClient {
    /** What is done in a transaction; it may be done again if it failed. */
    @FunctionalInterface
    interface Work {
        void on(Connection connection) throws SQLException;
    }

    /** Up to nine lower-case letters, digits and hyphens, to tell the scenarios of one client from those of another. */
    String name();

    /** A new DataSource for one round, which is closed after it if it is AutoCloseable. It need not connect yet. */
    DataSource open(FaultTarget target) throws SQLException;

    /**
     * Runs {@code work} in a transaction. Returns if it is committed, and throws if it isn't, or if nobody knows.
     *
     * @throws SQLException with the SQLSTATE of what went wrong; unchecked exceptions are understood if an SQLException is
     *     among their causes
     */
    void inTransaction(DataSource dataSource, Work work) throws SQLException;

    /** What a client claims about errors, beyond what every client has to keep. */
    enum Claim {
        /** Nothing. */
        NONE,
        /** It neither repeats anything nor looks at what it kept, so that every fault is seen. */
        HIDES_NOTHING,
        /** It repeats: no error surfaces that may be cured by that. */
        RECOVERS
    }

    default Claim claim() {
        return Claim.NONE;
    }

    /** The driver without retry, on connections that are kept: each error surfaces. If the server stands still, it hangs. */
    static FaultClient plain() {
        return new PlainFaultClient(Duration.ZERO);
    }

    /** The same, with the driver's {@code socketTimeout}, in whole seconds. */
    static FaultClient plain(Duration socketTimeout) {
        return new PlainFaultClient(socketTimeout);
    }
}
