package dev.holdfast.junit.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection in somebody's hands, and who borrowed it. It passes every call on; it only sees the text of statements, and
 * the end. Thread-safe as far as the connection is.
 */
final class Lent implements InvocationHandler {
    /** Told once, before the connection is closed. */
    interface Return {
        void returning(Lent lent);
    }

    /** What calls on a connection change, in the words of a setting. */
    private static final Map<String, String> SETTERS = Map.of(
            "setSchema", "search_path",
            "setReadOnly", "default_transaction_read_only",
            "setTransactionIsolation", "default_transaction_isolation",
            "setClientInfo", "application_name",
            "setAutoCommit", "begin");

    private final Connection delegate;
    private final Notes notes;
    private final Return end;
    private final @Nullable Connection session;
    private final int pid;
    private final Throwable where = new Throwable("borrowed");
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Connection shown;

    /**
     * Wraps.
     *
     * @param types what the wrapper is; a {@link Connection} is among them
     */
    Lent(Connection delegate, Notes notes, Return end, Class<?>... types) {
        this.delegate = delegate;
        this.notes = notes;
        this.end = end;
        this.session = Wire.below(delegate);
        this.pid = Wire.pid(session);
        this.shown = (Connection) Proxy.newProxyInstance(Lent.class.getClassLoader(), types, this);
    }

    /** What the borrower has. */
    Connection shown() {
        return shown;
    }

    Connection delegate() {
        return delegate;
    }

    @Nullable
    Connection session() {
        return session;
    }

    /** The server's process; 0 if unknown. */
    int pid() {
        return pid;
    }

    /** The borrower's stack. */
    Throwable where() {
        return where;
    }

    /** Whether the borrower closed or aborted it. */
    boolean hasEnded() {
        return ended.get();
    }

    /** Whether there is a connection at all any more, whoever closed it. */
    boolean isGone() {
        try {
            return session == null ? delegate.isClosed() : session.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** Gives the statement's text, and where it is, to the notes. */
    void note(String sql) {
        notes.statement(pid, sql);
    }

    void noteBound(String sql, Object value) {
        notes.bound(pid, sql, value);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> isSame(first(arguments), proxy);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "connection of process " + pid + ", lent by Holdfast: " + delegate;
            case "unwrap" -> unwrap(Objects.requireNonNull((Class<?>) first(arguments)));
            case "close", "abort" -> finish(method, arguments);
            default -> call(method, arguments);
        };
    }

    private Object unwrap(Class<?> type) throws SQLException {
        return type == Connection.class ? shown : delegate.unwrap(type);
    }

    private @Nullable Object finish(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            if (!ended.getAndSet(true)) {
                end.returning(this);
            }
        } finally {
            pass(delegate, method, arguments);
        }
        return null;
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        String setting = SETTERS.get(method.getName());
        if (setting != null && !Boolean.TRUE.equals(first(arguments))) {
            notes.add(pid, setting);
        }
        Object result = pass(delegate, method, arguments);
        return result instanceof Statement statement ? wrapped(statement, first(arguments)) : result;
    }

    private Statement wrapped(Statement statement, @Nullable Object sql) {
        String text = sql instanceof String given ? given : "";
        note(text);
        Class<?> type = statement instanceof CallableStatement
                ? CallableStatement.class
                : statement instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        return (Statement) Proxy.newProxyInstance(
                Lent.class.getClassLoader(), new Class<?>[] {type}, new LentStatement(this, statement, text));
    }

    static @Nullable Object first(@Nullable Object @Nullable [] arguments) {
        return arguments == null || arguments.length == 0 ? null : arguments[0];
    }

    @SuppressWarnings("ReferenceEquality") // a connection equals itself and nothing else
    static boolean isSame(@Nullable Object one, Object other) {
        return one == other;
    }

    /** Passes a call on, and its exception back as it was. */
    static @Nullable Object pass(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw Objects.requireNonNullElse(e.getCause(), e);
        }
    }

    @Override
    public String toString() {
        return "process " + pid;
    }
}
