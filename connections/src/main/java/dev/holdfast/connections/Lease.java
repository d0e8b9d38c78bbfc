package dev.holdfast.connections;

import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.util.Optional;

/**
 * A borrowed connection: the {@link Connection} itself, until it is closed. Closing it gives the connection back and
 * closes its statements; closing it again does nothing; any other use after that fails with SQLSTATE 08003, whoever has
 * the connection by then. Not thread-safe, but for {@link #close} and {@link #abort}.
 *
 * <p>{@link #unwrap unwrap} to the driver's class is allowed, and {@linkplain #taint taints} the lease.
 */
public interface Lease extends Connection {
    /** Whose database this is; empty for the system database. */
    Optional<TenantId> tenant();

    /** From now on nobody can know this session's state: it is closed when it comes back. */
    void taint();

    boolean isTainted();
}
