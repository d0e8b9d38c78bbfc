package dev.holdfast.hibernate;

import dev.holdfast.connections.Connections;
import dev.holdfast.core.TenantId;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.HibernateException;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/**
 * Gives each Hibernate session a lease of its tenant's database, and Hibernate itself, when it starts, one of the system
 * database. Thread-safe. Doesn't close the {@link Connections}. A refused lease reaches the application as Hibernate's
 * exception with the {@link dev.holdfast.connections.LeaseRefused} among its causes.
 */
public final class TenantConnectionProvider implements MultiTenantConnectionProvider<String> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Connections connections;

    public TenantConnectionProvider(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Connection getAnyConnection() throws SQLException {
        return connections.system();
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    /**
     * A lease, waiting as long as the {@link Connections} are patient.
     *
     * @throws dev.holdfast.core.InvalidOption if {@code tenant} is no tenant's id
     */
    @Override
    public Connection getConnection(String tenant) throws SQLException {
        return connections.lease(new TenantId(tenant));
    }

    @Override
    public void releaseConnection(String tenant, Connection connection) throws SQLException {
        connection.close();
    }

    /** A lease that comes back between two statements of a transaction would lose it. */
    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this) || type.isInstance(connections);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isInstance(connections)) {
            return type.cast(connections);
        }
        throw new HibernateException("no " + type.getName() + " here: ask for " + Connections.class.getName());
    }

    @Serial
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(
                "connections can't be written down: make a new provider over those of this process");
    }
}
