package dev.holdfast.proof;

/**
 * A lock that the engine holds while the sessions of a round start, so that they really meet: it runs {@code lock} in a
 * transaction of its own, waits until {@code waiters} sessions are seen waiting for a lock, then lets go.
 */
public record Gate(String lock, int waiters) {}
