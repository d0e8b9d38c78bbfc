package dev.holdfast.coupons;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** JDBC's objects, but that a call knows which of its statements runs. */
final class Cancellable {
    private Cancellable() {}

    static DataSource dataSource(Call call) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            if (method.getName().equals("getConnection") && method.getParameterCount() == 0) {
                return connection(call, call.connect());
            }
            throw new SQLFeatureNotSupportedException(method.getName(), "0A000");
        });
    }

    private static Connection connection(Call call, Connection lease) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object result = invoke(lease, method, arguments);
            return switch (result) {
                case CallableStatement statement -> statement(call, CallableStatement.class, statement);
                case PreparedStatement statement -> statement(call, PreparedStatement.class, statement);
                case Statement statement -> statement(call, Statement.class, statement);
                case null, default -> result;
            };
        });
    }

    private static <S extends Statement> S statement(Call call, Class<S> type, S statement) {
        return proxy(type, (self, method, arguments) -> {
            if (!method.getName().startsWith("execute")) {
                return invoke(statement, method, arguments);
            }
            call.running(statement);
            try {
                return invoke(statement, method, arguments);
            } finally {
                call.idle();
            }
        });
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Cancellable.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
