package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.servers.ServerFailed;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what other processes do, which nobody can tell us about: asks every 5 ms. */
public final class Poll {
    private static final long STEP_NANOS = 5_000_000;

    private Poll() {}

    /**
     * Whether {@code condition} became true before the deadline.
     *
     * @throws ServerFailed if the thread is interrupted; it stays so
     */
    public static boolean until(Deadline deadline, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ServerFailed("interrupted while waiting for another process", "", "");
            }
            if (deadline.passed()) {
                return false;
            }
            LockSupport.parkNanos(STEP_NANOS);
        }
        return true;
    }
}
