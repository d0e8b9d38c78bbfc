package dev.holdfast.core;

import java.sql.SQLException;

/**
 * The connections that this process may have open on one server, whoever opens them. Thread-safe. Who opens a connection
 * without a pool (a migration, a rotation's test login, the creation of a tenant) takes a slot first and gives it back
 * when the backend is gone.
 */
public interface SlotBudget {
    /**
     * Waits for a slot, fairly among all who wait for one.
     *
     * @param purpose for whom it is, as shown to those who wait: "migration of acme"
     * @throws java.sql.SQLTransientConnectionException if none was free before the deadline
     * @throws SQLException if the budget has ended, or the waiting thread was interrupted (its interrupt status is kept)
     */
    Slot take(String purpose, Deadline deadline) throws SQLException;

    /** How many slots there are in all. */
    int size();

    /** One connection's place on the server. Closing it again does nothing. */
    interface Slot extends AutoCloseable {
        /** The backend is gone: the next one may come. */
        @Override
        void close();
    }
}
