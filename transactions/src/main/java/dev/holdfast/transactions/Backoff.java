package dev.holdfast.transactions;

import dev.holdfast.core.Problems;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times that grow exponentially up to a cap, with "full jitter": each is drawn evenly from zero to the bound, so that
 * those who collided once don't meet again. Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (2015).
 *
 * @param base the bound of the first wait; it doubles with each further one
 * @param cap what no wait exceeds
 */
public record Backoff(Duration base, Duration cap) {
    private static final int LARGEST_SHIFT = 20;

    public Backoff {
        Problems problems = new Problems();
        if (base.isNegative() || base.isZero() || base.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("the base of a backoff is out of range", base + " was given.", "10 ms is usual.");
        }
        if (cap.compareTo(base) < 0 || cap.compareTo(Duration.ofHours(1)) > 0) {
            problems.add(
                    "the cap of a backoff is out of range",
                    cap + " was given, with a base of " + base + ".",
                    "Choose from the base to one hour; 1 s is usual.");
        }
        problems.throwIfAny();
    }

    /** From 10 ms to 1 s. */
    public static Backoff defaults() {
        return new Backoff(Duration.ofMillis(10), Duration.ofSeconds(1));
    }

    /**
     * The bound of a wait.
     *
     * @param wait 1 for the first
     */
    public Duration bound(int wait) {
        Duration grown = base.multipliedBy(1L << Math.min(wait - 1, LARGEST_SHIFT));
        return grown.compareTo(cap) < 0 ? grown : cap;
    }

    /** A waiting time, from zero to the bound. */
    public Duration delay(int wait, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound(wait).toNanos() + 1));
    }
}
