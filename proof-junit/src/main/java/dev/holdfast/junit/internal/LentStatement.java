package dev.holdfast.junit.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a {@link Lent} connection, which it gives as its own.
 *
 * @param sql with which it was prepared; empty if it wasn't
 */
record LentStatement(Lent lent, Statement delegate, String sql) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> Lent.isSame(Lent.first(arguments), proxy);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> delegate.toString();
            case "getConnection" -> lent.shown();
            default -> {
                note(method.getName(), arguments);
                yield Lent.pass(delegate, method, arguments);
            }
        };
    }

    private void note(String method, @Nullable Object @Nullable [] arguments) {
        if (arguments == null) {
            return;
        }
        if (arguments[0] instanceof String text && (method.startsWith("execute") || method.equals("addBatch"))) {
            lent.note(text);
        } else if (arguments.length > 1 && arguments[1] != null && method.startsWith("set") && !sql.isEmpty()) {
            lent.noteBound(sql, arguments[1]);
        }
    }
}
