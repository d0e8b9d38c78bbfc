package dev.holdfast.connections.internal;

import dev.holdfast.connections.Lease;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source whose connections are leases. Thread-safe. */
final class LeasingDataSource implements DataSource {
    private static final String UNSUPPORTED = "0A000";

    /** Where they come from. */
    interface Source {
        Lease lease() throws SQLException;
    }

    private final Source source;

    LeasingDataSource(Source source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source.lease();
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        throw unsupported("a login of one's own", "Use getConnection(): the credential is that of the options.");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw unsupported("a log writer", "Logging goes through SLF4J.");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw unsupported("a login timeout", "Set ConnectionsOptions.patience and openTimeout.");
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw unsupported("java.util.logging", "Logging goes through SLF4J.");
    }

    private static SQLFeatureNotSupportedException unsupported(String what, String hint) {
        return new SQLFeatureNotSupportedException(
                what + " is not supported by this data source\n  hint: " + hint, UNSUPPORTED);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("this data source wraps no " + type.getName(), "22023");
        }
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
