package dev.holdfast.connections.internal;

import dev.holdfast.connections.Lease;
import dev.holdfast.connections.internal.postgres.BackendInquiry;
import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Asks the server whether a backend is gone whose end nobody saw, and ends it. */
final class BackendGone {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Ages of one backend, as we and the server see them, differ by what its login took. */
    private static final Duration LOGIN = Duration.ofSeconds(10);

    private final Pool pool;

    BackendGone(Pool pool) {
        this.pool = pool;
    }

    /**
     * Whether the backend is gone; if not, it is told to end. Asks over a connection to the system database. If there is none to be
     * had, perhaps because all slots are taken by such backends, over one more than the budget, for a moment.
     *
     * @param age of the backend: a younger one of the same process id is another
     */
    boolean isGone(int pid, Duration age) {
        if (pid == 0) {
            return true;
        }
        try (Lease system = pool.system(Deadline.in(PATIENCE))) {
            return isGone(system, pid, age);
        } catch (SQLException e) {
            return isGoneByItself(pid, age);
        }
    }

    private static boolean isGone(Connection connection, int pid, Duration age) throws SQLException {
        BackendInquiry inquiry = new BackendInquiry(connection);
        Duration atLeast = age.compareTo(LOGIN) > 0 ? age.minus(LOGIN) : Duration.ZERO;
        return inquiry.isGone(pid, atLeast) || inquiry.terminate(pid, Optional.empty(), PATIENCE);
    }

    private boolean isGoneByItself(int pid, Duration age) {
        try {
            PhysicalConnection asking = pool.connector()
                    .connect(new Attempt(
                            pool.systemDatabase(), pool.credentials().current()));
            try {
                return isGone(asking.jdbc(), pid, age);
            } finally {
                asking.end(PATIENCE);
            }
        } catch (SQLException e) {
            return pool.isShut();
        }
    }
}
