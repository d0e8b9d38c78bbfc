package dev.holdfast.junit.internal;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool whose connections pass through {@code lend}. Thread-safe if the pool is. */
final class WatchedSource implements DataSource {
    /** What is done with each connection that the pool lends. */
    interface Lending {
        Connection lend(Connection connection) throws SQLException;
    }

    private final DataSource pool;
    private final Lending lending;

    WatchedSource(DataSource pool, Lending lending) {
        this.pool = pool;
        this.lending = lending;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return lending.lend(pool.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return lending.lend(pool.getConnection(user, password));
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) throws SQLException {
        pool.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return pool.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || type.isInstance(pool) || pool.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "watched " + pool;
    }
}
