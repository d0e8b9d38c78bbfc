package dev.holdfast.catalog.internal;

import dev.holdfast.core.SqlState;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A twin's lease: the driver's connection, but for {@code close}, which gives it back. */
final class OriginalLease implements InvocationHandler {
    private final Connection jdbc;
    private final Consumer<Boolean> back;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean broken;

    private OriginalLease(Connection jdbc, Consumer<Boolean> back) {
        this.jdbc = jdbc;
        this.back = back;
    }

    /** @param back is told whether the connection is broken */
    static Connection of(Connection jdbc, Consumer<Boolean> back) {
        return (Connection) Proxy.newProxyInstance(
                OriginalLease.class.getClassLoader(), new Class<?>[] {Connection.class}, new OriginalLease(jdbc, back));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("close")) {
            if (over.compareAndSet(false, true)) {
                back.accept(broken || jdbc.isClosed());
            }
            return null;
        }
        if (over.get()) {
            throw new SQLNonTransientConnectionException("the lease was given back", "08003");
        }
        return called(method, arguments);
    }

    private @Nullable Object called(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        broken |= method.getName().equals("abort");
        try {
            return method.invoke(jdbc, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            broken |= cause instanceof SQLException
                    && SqlState.of(cause).filter(SqlState::losesSession).isPresent();
            throw cause;
        }
    }
}
