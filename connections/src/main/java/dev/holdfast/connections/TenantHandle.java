package dev.holdfast.connections;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;

/** A tenant that was looked up once, for hot loops. Thread-safe; stays valid until the tenant is closed. */
public interface TenantHandle {
    TenantId id();

    /** As {@link Connections#lease(TenantId)}. */
    Lease lease() throws SQLException;

    /** As {@link Connections#lease(TenantId, Deadline)}. */
    Lease lease(Deadline deadline) throws SQLException;
}
