package dev.holdfast.transactions;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
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

    /** The same connection, whose {@code method} is done and then throws. */
    static Connection failing(Connection connection, String name, Throwable failure) {
        return (Connection) Proxy.newProxyInstance(
                Opened.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    if (method.getName().equals(name)) {
                        throw failure;
                    }
                    return result;
                });
    }

    private static Object call(Connection connection, java.lang.reflect.Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
