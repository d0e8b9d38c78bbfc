package dev.holdfast.proof.internal;

import java.time.Instant;

/** Nanoseconds since a trial began, and when that was. Thread-safe. */
final class Clock {
    private final long zero = System.nanoTime();
    private final Instant began = Instant.now();

    long nanos() {
        return System.nanoTime() - zero;
    }

    Instant began() {
        return began;
    }
}
