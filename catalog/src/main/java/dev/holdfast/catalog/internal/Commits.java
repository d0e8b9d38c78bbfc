package dev.holdfast.catalog.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one session wait until another has committed. Thread-safe. */
final class Commits {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition another = lock.newCondition();

    @GuardedBy("lock")
    private long count;

    void happened() {
        lock.lock();
        try {
            count++;
            another.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next commit, or until {@code patience} is over because nobody commits any more. */
    void awaitNext(Duration patience) {
        Deadline deadline = Deadline.in(patience);
        lock.lock();
        try {
            long seen = count;
            while (count == seen && !deadline.passed()) {
                another.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
