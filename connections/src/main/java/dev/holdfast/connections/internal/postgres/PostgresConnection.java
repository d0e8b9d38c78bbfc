package dev.holdfast.connections.internal.postgres;

import dev.holdfast.connections.spi.PhysicalConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;

/** One session of PostgreSQL's driver, on a socket of ours. */
final class PostgresConnection implements PhysicalConnection {
    private static final String AUTHORIZATION = "session_authorization";

    private final BaseConnection jdbc;
    private final QueryExecutor executor;
    private final HalfClosingSocket socket;
    private final IdleWatch watch;
    private final SessionReset sessionReset;
    private final ReportedParameters reported;
    private final @Nullable String authorization;
    private final boolean readOnly;
    private final int holdability;
    private final int networkTimeout;

    private IdleWatch.@Nullable Watched watched;

    /** The session's end was noticed here, and not by the driver. */
    private boolean lost;

    /** A notification was thrown away, so somebody listened. */
    private boolean notified;

    PostgresConnection(BaseConnection jdbc, HalfClosingSocket socket, IdleWatch watch) throws SQLException {
        this.jdbc = jdbc;
        this.executor = jdbc.getQueryExecutor();
        this.socket = socket;
        this.watch = watch;
        this.sessionReset = new SessionReset(executor);
        this.reported = new ReportedParameters(executor.getParameterStatuses());
        this.authorization = reported.get(AUTHORIZATION);
        this.readOnly = jdbc.isReadOnly();
        this.holdability = jdbc.getHoldability();
        this.networkTimeout = jdbc.getNetworkTimeout();
    }

    @Override
    public Connection jdbc() {
        return jdbc;
    }

    @Override
    public int backendPid() {
        return executor.getBackendPID();
    }

    @Override
    public boolean changed() {
        return executor.getTransactionState() != TransactionState.IDLE || reported.changed() || notified();
    }

    /** Of those that have been read with something else; the connection is not asked for more. */
    private boolean notified() {
        try {
            notified |= executor.getNotifications().length > 0;
            return notified;
        } catch (SQLException e) {
            return true;
        }
    }

    @Override
    public void reset() throws SQLException {
        sessionReset.run();
        if (!reported.is(AUTHORIZATION, authorization)) {
            throw new SQLException(
                    "the session is that of " + reported.get(AUTHORIZATION) + " after all was reset; it was that of "
                            + authorization,
                    "28000");
        }
        resetDriver();
        reported.remember();
        executor.getNotifications();
        notified = false;
    }

    /** Nothing of this is known to the server: a URL with {@code readOnlyMode=always} is refused. */
    private void resetDriver() throws SQLException {
        jdbc.setReadOnly(readOnly);
        jdbc.setAutoCommit(true);
        jdbc.setHoldability(holdability);
        jdbc.setNetworkTimeout(Runnable::run, networkTimeout);
        jdbc.setTypeMap(new HashMap<>());
        jdbc.clearWarnings();
    }

    @Override
    public boolean isAlive(Duration timeout) {
        try {
            jdbc.setNetworkTimeout(Runnable::run, Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE));
            if (socket.hasInput()) {
                executor.processNotifies(); // a last word, if it is one, is heard before a question is sent
            }
            sessionReset.ping();
            jdbc.setNetworkTimeout(Runnable::run, networkTimeout);
            return true;
        } catch (SQLException e) {
            lost = true;
            return false;
        }
    }

    @Override
    public boolean watch(Runnable readable) {
        try {
            watched = watch.watch(socket.channel(), readable);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void unwatch() {
        IdleWatch.Watched ending = watched;
        watched = null;
        try {
            if (ending != null) {
                ending.end();
            }
        } catch (IOException e) {
            // The channel is closed: whoever uses the connection next is told so.
        }
    }

    @Override
    public void abort() {
        try {
            socket.abort();
        } catch (IOException e) {
            // Closed as well as it can be.
        }
    }

    @Override
    public boolean end(Duration patience) {
        unwatch();
        if (lost) {
            abandon();
        }
        socket.expectLastWrite();
        try {
            jdbc.close(); // sends Terminate, and closes our socket, which tells the server that nothing follows
        } catch (SQLException e) {
            // The connection is broken already; to end the socket shows whether its backend is gone.
        }
        return socket.end(patience);
    }

    /** Says nothing to who is gone: its machine would answer with a reset, and the end of file not be seen. */
    private void abandon() {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed as well as it can be.
        }
    }

    @Override
    public String toString() {
        return "backend " + backendPid();
    }
}
