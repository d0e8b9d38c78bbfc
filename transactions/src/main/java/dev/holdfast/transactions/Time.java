package dev.holdfast.transactions;

import java.time.Duration;

/** The clock that deadlines are held against, and the way to wait. Implementations are thread-safe. */
public interface Time {
    /** {@link System#nanoTime}, and waiting in the calling thread. */
    Time SYSTEM = new SystemTime();

    /** Nanoseconds of a clock that never goes back. */
    long nanos();

    /** Waits, and until the end unless interrupted. */
    void await(Duration duration) throws InterruptedException;
}
