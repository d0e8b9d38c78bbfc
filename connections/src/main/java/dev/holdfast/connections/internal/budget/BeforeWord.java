package dev.holdfast.connections.internal.budget;

/** Keeps a {@link LeaseWord} off the line of cache of whatever stands before it in memory: both would slow each other down. */
class BeforeWord {
    long before1;
    long before2;
    long before3;
    long before4;
    long before5;
    long before6;
    long before7;
    long before8;

    BeforeWord() {}
}
