package dev.holdfast.connections.internal.budget;

import org.jspecify.annotations.Nullable;

/** How a simulated server behaves. Times in nanoseconds. */
interface Nature {
    /**
     * An attempt to open.
     *
     * @param failure null if it succeeds
     */
    record Attempt(long takes, @Nullable Throwable failure, boolean permanent) {
        static Attempt good(long takes) {
            return new Attempt(takes, null, false);
        }
    }

    Attempt attempt(Cell cell);

    /** From the word to close until the backend is gone. */
    long closing();

    /** A reset or a check. */
    long trip();

    /** Whether a reset or a check finds the connection fit. */
    default boolean answers() {
        return true;
    }

    /** How old a connection may grow. */
    default long lifetime() {
        return Long.MAX_VALUE / 4;
    }

    /** Whether a new connection can be watched. */
    default boolean watchable() {
        return true;
    }
}
