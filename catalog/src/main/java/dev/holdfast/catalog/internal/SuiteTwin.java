package dev.holdfast.catalog.internal;

import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.Tenants.Contents;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A pool that is right in everything that a twin doesn't override. */
abstract class SuiteTwin implements SuitePool {
    final SuitePool right;
    final SuitePools.Terms terms;

    SuiteTwin(SuitePool right, SuitePools.Terms terms) {
        this.right = right;
        this.terms = terms;
    }

    /** What happens when a lease is closed. */
    @FunctionalInterface
    interface GivingBack {
        void giveBack(Connection lease) throws SQLException;
    }

    /** The connection, but for {@code close}. */
    static Connection lent(Connection lease, GivingBack givingBack) {
        return lent(() -> lease, givingBack);
    }

    /** Whatever connection it is at the moment, but for {@code close}. */
    static Connection lent(Supplier<Connection> lease, GivingBack givingBack) {
        return (Connection) Proxy.newProxyInstance(
                SuiteTwin.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        givingBack.giveBack(lease.get());
                        return null;
                    }
                    try {
                        return method.invoke(lease.get(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    String databaseOf(TenantId tenant) {
        return terms.prefix() + tenant.value();
    }

    @Override
    public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
        return right.lease(tenant, deadline);
    }

    @Override
    public Connection system(Deadline deadline) throws SQLException {
        return right.system(deadline);
    }

    @Override
    public void limit(TenantId tenant, TenantLimits limits) {
        right.limit(tenant, limits);
    }

    @Override
    public boolean create(TenantId tenant, Contents contents, Deadline deadline) throws SQLException {
        return right.create(tenant, contents, deadline);
    }

    @Override
    public void closeTenant(TenantId tenant, Deadline deadline) throws SQLException {
        right.closeTenant(tenant, deadline);
    }

    @Override
    public void drop(TenantId tenant, Deadline deadline) throws SQLException {
        right.drop(tenant, deadline);
    }

    @Override
    public Statistics statistics() {
        return right.statistics();
    }

    @Override
    public void close() {
        right.close();
    }
}
