package dev.holdfast.hibernate;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.Lease;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.TenantDatabases;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** {@link Connections} without a pool, which remember to whom they lent what. */
final class Lending {
    private final TenantDatabases databases;
    private final List<TenantId> tenants;

    /** Each lease that is out. */
    final List<String> out = new CopyOnWriteArrayList<>();

    /** Each lease ever. */
    final List<String> lent = new CopyOnWriteArrayList<>();

    /** Thrown instead of lending. */
    volatile @Nullable SQLException refusal;

    Lending(TenantDatabases databases, List<TenantId> tenants) {
        this.databases = databases;
        this.tenants = tenants;
    }

    Connections connections() {
        return proxy(Connections.class, (self, method, arguments) -> switch (method.getName()) {
            case "system" -> lease("system", databases.system().dataSource().getConnection());
            case "lease" -> lease((TenantId) arguments[0]);
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private Lease lease(TenantId tenant) throws SQLException {
        if (refusal != null) {
            throw refusal;
        }
        return lease(
                tenant.value(),
                databases.tenant(1 + tenants.indexOf(tenant)).dataSource().getConnection());
    }

    private Lease lease(String whose, Connection connection) {
        out.add(whose);
        lent.add(whose);
        return proxy(Lease.class, (self, method, arguments) -> {
            switch (method.getName()) {
                case "close" -> out.remove(whose);
                case "tenant" -> {
                    return Optional.of(whose);
                }
                default -> {}
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
