package dev.holdfast.connections;

/** How a returned connection is made ready for the next borrower. */
public enum HandOver {
    /**
     * Every returned session is made as new in one round trip, off the borrower's path: an open transaction is rolled back,
     * and settings, role, temporary objects, advisory locks, LISTENs, cursors, prepared statements and the driver's own
     * settings are reset, whoever changed them.
     */
    STRICT,
    /**
     * Only a session that was seen to change is reset: an open transaction, a parameter that the server reported, a statement
     * whose text may change the session (anything but plain reads and writes, and calls of {@code set_config}, advisory
     * locks and their like). Costs nothing for the others. It can't see what a function does inside: one that runs
     * {@code SET}, takes a session's advisory lock or makes a temporary table passes that on to the next borrower.
     */
    TRUSTED
}
