package dev.holdfast.connections.internal;

import dev.holdfast.connections.Lease;
import dev.holdfast.core.SqlState;
import dev.holdfast.core.TenantId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A lease: the only object that is made when a connection is lent. One word says what is known of it; whoever sets its
 * {@link #ENDED} gives the connection back, once. Calls that may talk to the server are counted in the same word: a lease
 * that ends while one of them is on its way doesn't pass its connection on.
 */
public final class LeasedConnection extends Delegates.OfConnection implements Lease {
    private static final String NO_CONNECTION = "08003";
    private static final String INVALID_PARAMETER = "22023";

    /** Below are {@link Lent}'s marks. */
    private static final int MARKS = Lent.CHANGED | Lent.TAINTED | Lent.BROKEN;

    private static final int ENDED = 1 << 3;
    private static final int MANUAL_COMMIT = 1 << 4;
    private static final int INSPECT = 1 << 5;

    /** From here on up: how many calls are on their way. */
    private static final int CALL = 1 << 8;

    private static final VarHandle STATE = field("state", int.class);
    private static final VarHandle STATEMENTS = field("statements", OpenStatements.class);

    private final Lent lent;
    private final long stamp;
    private final @Nullable Throwable takenAt;
    private volatile int state;

    /** Made with the first statement. Whoever ends the lease sees it: it is set during a call that was counted. */
    private @Nullable OpenStatements statements;

    /**
     * @param inspect whether to look at the text of statements for what may change the session
     * @param takenAt where the borrower was when it took the lease, if that is recorded
     */
    public LeasedConnection(Lent lent, long stamp, boolean inspect, @Nullable Throwable takenAt) {
        this.lent = lent;
        this.stamp = stamp;
        this.takenAt = takenAt;
        if (inspect) {
            STATE.set(this, INSPECT);
        }
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(LeasedConnection.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    public Optional<Throwable> takenAt() {
        return Optional.ofNullable(takenAt);
    }

    @Override
    public Optional<TenantId> tenant() {
        return Optional.ofNullable(lent.tenant());
    }

    @Override
    public void taint() {
        mark(Lent.TAINTED);
    }

    @Override
    public boolean isTainted() {
        return (state & Lent.TAINTED) != 0;
    }

    @Override
    public boolean isClosed() {
        return (state & ENDED) != 0;
    }

    @Override
    public void close() {
        end(0);
    }

    /** Ends the lease and wakes whoever is blocked in it. After the end it does nothing: another one may have the connection. */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw new SQLException("abort needs an executor, and null was given", INVALID_PARAMETER);
        }
        end(Lent.BROKEN);
    }

    private void end(int mark) {
        int before = (int) STATE.getAndBitwiseOr(this, ENDED | mark);
        if ((before & ENDED) == 0) {
            if ((mark & Lent.BROKEN) != 0) {
                lent.abort();
            } else {
                endQuietly(before);
            }
            lent.giveBack(stamp, marks());
        }
    }

    /** What is on its way may reach the driver at any time later: then the connection must not be lent again. */
    private void endQuietly(int before) {
        if (before >= CALL) {
            taint();
        } else if (statements != null && !passesToNobody(before)) {
            closeStatements(statements);
        }
    }

    private static boolean passesToNobody(int state) {
        return (state & (Lent.TAINTED | Lent.BROKEN)) != 0;
    }

    private void closeStatements(OpenStatements open) {
        for (LeasedStatement<?> next = open.take(); next != null; next = open.take()) {
            try {
                next.driver().close();
            } catch (SQLException | RuntimeException e) {
                taint();
            }
        }
    }

    private int marks() {
        int now = state;
        return (now & MARKS) | ((now & MANUAL_COMMIT) == 0 ? 0 : Lent.CHANGED);
    }

    void mark(int bits) {
        if ((state & bits) != bits) {
            STATE.getAndBitwiseOr(this, bits);
        }
    }

    /** Counts a call that may talk to the server; {@link #finish} follows. */
    void begin() throws SQLException {
        if (!tryBegin()) {
            throw closed();
        }
    }

    /** False, and nothing is counted, if the lease has ended. */
    boolean tryBegin() {
        int before = (int) STATE.getAndAdd(this, CALL);
        if ((before & ENDED) != 0) {
            finish();
            return false;
        }
        return true;
    }

    void finish() {
        STATE.getAndAdd(this, -CALL);
    }

    void requireOpen() throws SQLException {
        if (isClosed()) {
            throw closed();
        }
    }

    private SQLException closed() {
        return new SQLException(
                "this lease" + of() + " was closed, and its connection may be another borrower's by now;"
                        + " take a new lease, and close it when the work is done",
                NO_CONNECTION);
    }

    /** The driver, or the JVM, threw this during a call. What happens to a connection after the lease is not its business. */
    void heard(Throwable failure) {
        if (isClosed()) {
            return;
        }
        if (failure instanceof SQLException sql) {
            lent.noticed(sql);
            SqlState.of(sql).filter(SqlState::losesSession).ifPresent(state -> mark(Lent.BROKEN));
        } else {
            taint();
        }
    }

    void inspectText(String sql) {
        if ((state & INSPECT) != 0 && (sql == null || SqlInspection.mayChangeSession(sql))) {
            mark(Lent.CHANGED);
        }
    }

    <S extends LeasedStatement<?>> S track(S statement) {
        if (statements == null) {
            STATEMENTS.compareAndSet(this, null, new OpenStatements());
        }
        openStatements().add(statement);
        return statement;
    }

    void forget(LeasedStatement<?> statement) {
        if (statements != null) {
            statements.remove(statement);
        }
    }

    private OpenStatements openStatements() {
        return (OpenStatements) STATEMENTS.getAcquire(this);
    }

    @Override
    LeasedConnection lease() {
        return this;
    }

    @Override
    Connection driver() {
        return lent.jdbc();
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (!tryBegin()) {
            return false;
        }
        try {
            return driver().isValid(seconds);
        } catch (Throwable e) {
            heard(e);
            throw e;
        } finally {
            finish();
        }
    }

    // What the driver, or the session, would carry into the next lease.

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (!autoCommit) {
            mark(MANUAL_COMMIT);
        }
        super.setAutoCommit(autoCommit);
        if (autoCommit) {
            STATE.getAndBitwiseAnd(this, ~MANUAL_COMMIT);
        }
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        mark(Lent.CHANGED);
        super.setReadOnly(readOnly);
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        mark(Lent.CHANGED);
        super.setTransactionIsolation(level);
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        mark(Lent.CHANGED);
        super.setCatalog(catalog);
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        mark(Lent.CHANGED);
        super.setSchema(schema);
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        mark(Lent.CHANGED);
        super.setHoldability(holdability);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> types) throws SQLException {
        mark(Lent.CHANGED);
        super.setTypeMap(types);
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        mark(Lent.CHANGED);
        super.setNetworkTimeout(executor, milliseconds);
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        beginClientInfo();
        try {
            driver().setClientInfo(name, value);
        } catch (Throwable e) {
            heard(e);
            throw e;
        } finally {
            finish();
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        beginClientInfo();
        try {
            driver().setClientInfo(properties);
        } catch (Throwable e) {
            heard(e);
            throw e;
        } finally {
            finish();
        }
    }

    private void beginClientInfo() throws SQLClientInfoException {
        if (!tryBegin()) {
            throw new SQLClientInfoException(closed().getMessage(), NO_CONNECTION, Map.of());
        }
        mark(Lent.CHANGED);
    }

    private String of() {
        return tenant().map(tenant -> " of tenant " + tenant.value()).orElse(" of the system database");
    }

    @Override
    public String toString() {
        int now = state;
        return "Lease" + of() + ((now & ENDED) == 0 ? ", open" : ", closed") + (isTainted() ? ", tainted" : "");
    }
}
