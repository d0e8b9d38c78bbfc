package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Waits for what a server does, which tells nobody: longer from look to look, 1 to 20 ms, and shorter if something happened
 * on our side that may be the reason. Thread-safe.
 */
final class Patience {
    private static final long SHORTEST_MS = 1;
    private static final long LONGEST_MS = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();

    @GuardedBy("lock")
    private long next = SHORTEST_MS;

    /**
     * Until something happened, or the next look is due, or the deadline has passed; an interrupted thread doesn't wait, and
     * stays interrupted.
     */
    @SuppressWarnings("WaitNotInLoop") // the caller looks again in any case; that is the loop
    void pause(Deadline deadline) {
        lock.lock();
        try {
            long most = Math.min(
                    TimeUnit.MILLISECONDS.toNanos(next), deadline.remaining().toNanos());
            next = Math.min(LONGEST_MS, 2 * next);
            something.awaitNanos(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** A connection was closed, for example. */
    void happened() {
        lock.lock();
        try {
            next = SHORTEST_MS;
            something.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
