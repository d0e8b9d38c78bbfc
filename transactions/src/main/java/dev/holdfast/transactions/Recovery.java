package dev.holdfast.transactions;

/** What may be done after an error. */
public enum Recovery {
    /** The whole transaction may be repeated on a new connection; the first time without waiting. */
    RETRY_NOW,
    /** The whole transaction may be repeated, but something has to recover or be freed first. */
    RETRY_AFTER,
    /** It may have been committed. It must not be repeated before somebody has found out. */
    UNKNOWN_OUTCOME,
    /** It was not committed, and repeating it would fail again. */
    NEVER
}
