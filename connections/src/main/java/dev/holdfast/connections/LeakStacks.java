package dev.holdfast.connections;

/** Whether a lease remembers where it was taken, for the report about one that doesn't come back. */
public enum LeakStacks {
    /** Leaks are reported without a stack. */
    OFF,
    /** One lease in 64 of each connection remembers; a leak that recurs is found soon. */
    SAMPLED,
    /** Every lease remembers, which costs a microsecond or more each. */
    FULL
}
