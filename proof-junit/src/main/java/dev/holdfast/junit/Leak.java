package dev.holdfast.junit;

/**
 * Something that a test left behind.
 *
 * @param what in one sentence, with the numbers: {@code connection still open: pid 4711, idle in transaction for 1.2 s, …}
 * @param opened where: the frames of the test and its subject, a line each; empty where nobody could know
 * @param mend the line that would mend it
 */
public record Leak(Kind kind, String what, String opened, String mend) {
    /** What can be left behind. */
    public enum Kind {
        CONNECTION,
        TRANSACTION,
        PREPARED_TRANSACTION,
        ADVISORY_LOCK,
        TEMPORARY_OBJECT,
        REPLICATION_SLOT,
        DATABASE,
        ROLE,
        SETTING,
        LISTEN,
        PREPARED_STATEMENT,
        CURSOR,
        THREAD,
        TIMER
    }
}
