package dev.holdfast.transactions;

/** How far a transaction had come when an error came. The same SQLSTATE means another thing in each. */
public enum Phase {
    /** There was no connection yet. */
    CONNECTING,
    /** COMMIT had not been sent: whatever happened, nothing is committed. */
    WORKING,
    /** COMMIT had been handed to the driver. */
    COMMITTING
}
