package dev.holdfast.proof;

/** Hears how trials go; for live progress. Called by one thread at a time. */
public interface Watcher {
    /** A watcher that doesn't care. */
    Watcher NONE = new Watcher() {};

    default void progress(Progress progress) {}
}
