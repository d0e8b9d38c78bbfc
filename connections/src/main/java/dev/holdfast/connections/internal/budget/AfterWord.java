package dev.holdfast.connections.internal.budget;

/** Keeps a {@link LeaseWord} off the line of cache of what is read beside it. */
class AfterWord extends LeaseWord {
    long after1;
    long after2;
    long after3;
    long after4;
    long after5;
    long after6;
    long after7;
    long after8;

    AfterWord() {}
}
