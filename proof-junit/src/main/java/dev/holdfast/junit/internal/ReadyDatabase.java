package dev.holdfast.junit.internal;

import java.sql.SQLException;

/**
 * A database that waits to be lent, or was.
 *
 * @param mark what nobody but a test could change, as it was when the database was ready; {@link RecycleMark#NONE} if it is
 *     not to be recycled
 */
record ReadyDatabase(Lease lease, TestRoles.Login login, RecycleMark mark) {
    private static final int SECONDS = 5;

    String name() {
        return lease.database().name();
    }

    /** Whether the open connection still is one; asks the server. */
    boolean alive() {
        try {
            return lease.warm().isValid(SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
