package dev.holdfast.connections.internal;

import dev.holdfast.connections.Lease;
import dev.holdfast.connections.TenantHandle;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A handle that looks its tenant up with the first lease, so that one that is only registered has no place. */
final class LazyHandle implements TenantHandle {
    private final Pool pool;
    private final Directory directory;
    private final TenantId tenant;
    private @Nullable Place place; // a benign race: all who look find the same

    LazyHandle(Pool pool, Directory directory, TenantId tenant) {
        this.pool = pool;
        this.directory = directory;
        this.tenant = tenant;
    }

    @Override
    public TenantId id() {
        return tenant;
    }

    @Override
    public Lease lease() throws SQLException {
        return pool.lease(place());
    }

    @Override
    public Lease lease(Deadline deadline) throws SQLException {
        return pool.lease(place(), deadline);
    }

    private Place place() throws SQLException {
        Place found = place;
        if (found == null) {
            found = directory.place(tenant);
            place = found;
        }
        return found;
    }
}
