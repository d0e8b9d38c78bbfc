package dev.holdfast.scenarios.internal;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A DataSource made of what opens its connections; it keeps those that are given back as they were lent. Thread-safe. */
public class FaultConnections implements DataSource, AutoCloseable {
    private final Opener opener;
    private final boolean keeps;
    private final ConcurrentLinkedDeque<Connection> kept = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** Opens a connection. */
    @FunctionalInterface
    public interface Opener {
        Connection open() throws SQLException;
    }

    protected FaultConnections(Opener opener, boolean keeps) {
        this.opener = opener;
        this.keeps = keeps;
    }

    /** Lends again what was given back open and in auto-commit mode. */
    public static FaultConnections keeping(Opener opener) {
        return new FaultConnections(opener, true);
    }

    /** Opens one each time. */
    public static FaultConnections opening(Opener opener) {
        return new FaultConnections(opener, false);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection idle = kept.pollFirst();
        return lent(idle != null ? idle : opener.open());
    }

    private Connection lent(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                FaultConnections.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, given) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection);
                        return null;
                    }
                    return call(connection, method, given);
                });
    }

    private static @Nullable Object call(Connection connection, Method method, Object @Nullable [] given)
            throws Throwable {
        try {
            return method.invoke(connection, given);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** A connection is given back once: only {@code try}-blocks do it here. */
    private void giveBack(Connection connection) throws SQLException {
        if (keeps && !closed && fit(connection)) {
            kept.addFirst(connection);
        } else {
            connection.close();
        }
    }

    /** Whether it may be lent again. */
    protected boolean fit(Connection connection) throws SQLException {
        return !connection.isClosed() && connection.getAutoCommit();
    }

    /** Closes what is kept. */
    @Override
    public void close() {
        closed = true;
        for (Connection idle = kept.poll(); idle != null; idle = kept.poll()) {
            try {
                idle.close();
            } catch (SQLException gone) {
                assert gone != null;
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("user and password are given already");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
