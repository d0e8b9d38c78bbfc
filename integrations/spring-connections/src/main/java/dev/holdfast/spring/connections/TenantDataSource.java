package dev.holdfast.spring.connections;

import dev.holdfast.connections.Lease;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jdbc.datasource.ConnectionHandle;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A routed data source that refuses to work for one tenant in another's transaction. Spring keeps a transaction's connection under
 * the data source that the proxy stands for, and asks for that before each use: the place to look. Thread-safe.
 */
final class TenantDataSource extends DelegatingDataSource implements InfrastructureProxy {
    private final DataSource routed;
    private final Supplier<? extends @Nullable TenantId> bound;

    TenantDataSource(DataSource routed, Supplier<? extends @Nullable TenantId> bound) {
        super(routed);
        this.routed = routed;
        this.bound = bound;
    }

    /** What transactions begin on. */
    DataSource routed() {
        return routed;
    }

    @Override
    public Object getWrappedObject() {
        if (TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.getResource(routed) instanceof ConnectionHolder holder) {
            connection(holder).ifPresent(this::check);
        }
        return routed;
    }

    private static Optional<Connection> connection(ConnectionHolder holder) {
        return Optional.ofNullable(holder.getConnectionHandle()).map(ConnectionHandle::getConnection);
    }

    private void check(Connection connection) {
        if (connection instanceof Lease lease) {
            TenantId wanted = bound.get();
            lease.tenant().filter(tenant -> !tenant.equals(wanted)).ifPresent(tenant -> {
                throw new WrongTenantException(tenant, wanted);
            });
        }
    }
}
