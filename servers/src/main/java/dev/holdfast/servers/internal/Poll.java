package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what other processes do, which nobody can tell us about: asks every 5 ms. */
public final class Poll {
    private static final long STEP_NANOS = 5_000_000;

    private Poll() {}

    /** Whether {@code condition} became true before the deadline. An interrupt ends the wait and stays set. */
    public static boolean until(Deadline deadline, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (deadline.passed() || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
