package dev.holdfast.core;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment until which somebody is willing to wait, on a monotonic clock in nanoseconds. Immutable; thread-safe if its
 * clock is, as {@link System#nanoTime} is.
 */
public final class Deadline {
    private final LongSupplier nanoClock;
    private final long at;

    private Deadline(LongSupplier nanoClock, long at) {
        this.nanoClock = nanoClock;
        this.at = at;
    }

    /** From now on {@link System#nanoTime}. */
    public static Deadline in(Duration wait) {
        return in(wait, System::nanoTime);
    }

    public static Deadline in(Duration wait, LongSupplier nanoClock) {
        return new Deadline(nanoClock, nanoClock.getAsLong() + wait.toNanos());
    }

    public boolean passed() {
        return remaining().isZero();
    }

    /** Never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, at - nanoClock.getAsLong()));
    }

    @Override
    public String toString() {
        return "in " + remaining();
    }
}
