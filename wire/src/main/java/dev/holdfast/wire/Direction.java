package dev.holdfast.wire;

/** Which way bytes go. */
public enum Direction {
    /** From a client. */
    TO_SERVER,
    /** From a server. */
    TO_CLIENT
}
