package dev.holdfast.scenarios;

/** What a session is doing when a fault strikes it. COMMIT is not among them: what its lost answer means is another story. */
public enum FaultPhase {
    /** It asks for a connection. */
    CONNECTING("connecting"),
    /** Its connection is kept for the next transaction. */
    IDLE("idle between transactions"),
    /** The server waits for its next statement. */
    IDLE_IN_TRANSACTION("idle in a transaction"),
    /** A statement runs. */
    ACTIVE("in a statement"),
    /** A statement waits for another session's lock. */
    LOCK_WAIT("waiting for a lock");

    private final String words;

    FaultPhase(String words) {
        this.words = words;
    }

    /** As in a report. */
    public String words() {
        return words;
    }
}
