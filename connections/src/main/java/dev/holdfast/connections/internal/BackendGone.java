package dev.holdfast.connections.internal;

import dev.holdfast.connections.internal.postgres.BackendInquiry;
import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Asks the server whether a backend is gone whose end nobody saw, and ends it. */
final class BackendGone {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Pool pool;

    BackendGone(Pool pool) {
        this.pool = pool;
    }

    /**
     * Asks over a connection of its own, outside the budget: the slots may all be taken by backends that don't end. Once in
     * {@link dev.holdfast.connections.ConnectionsOptions#closePatience}, and for a moment.
     */
    boolean isGone(int pid) {
        if (pid == 0) {
            return true;
        }
        try {
            PhysicalConnection asking = pool.connector()
                    .connect(new Attempt(
                            pool.systemDatabase(), pool.credentials().current()));
            try {
                return new BackendInquiry(asking.jdbc()).terminate(pid, Optional.empty(), PATIENCE);
            } finally {
                asking.end(PATIENCE);
            }
        } catch (SQLException e) {
            return pool.isShut();
        }
    }
}
