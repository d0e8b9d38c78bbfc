package dev.holdfast.transactions;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** A DataSource made of what opens its connections, and connections that misbehave at one call. */
interface Opened {
    Connection open() throws SQLException;

    static DataSource by(Opened opened) {
        return (DataSource) Proxy.newProxyInstance(
                Opened.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    assert method.getName().equals("getConnection");
                    return opened.open();
                });
    }

    /** The same connection, where one method does its work and then, if {@code now}, throws. */
    static Connection failing(Connection connection, String name, BooleanSupplier now, Throwable failure) {
        return (Connection) Proxy.newProxyInstance(
                Opened.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    if (method.getName().equals(name) && now.getAsBoolean()) {
                        throw failure;
                    }
                    return result;
                });
    }

    private static Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
