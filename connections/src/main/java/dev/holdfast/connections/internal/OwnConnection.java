package dev.holdfast.connections.internal;

import dev.holdfast.connections.spi.PhysicalConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection outside the pool, for whoever fills a new database: the driver's, but closing it waits for its backend's end. */
final class OwnConnection {
    private OwnConnection() {}

    static Connection of(PhysicalConnection physical, Runnable end) {
        return (Connection) Proxy.newProxyInstance(
                OwnConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        end.run();
                        return null;
                    }
                    try {
                        return method.invoke(physical.jdbc(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() instanceof SQLException sql ? sql : e;
                    }
                });
    }
}
