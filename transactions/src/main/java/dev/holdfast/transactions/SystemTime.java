package dev.holdfast.transactions;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Real time. There is nothing to be woken by: the end of the wait is the event. */
final class SystemTime implements Time {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void await(Duration duration) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition never = lock.newCondition();
        lock.lockInterruptibly();
        try {
            long left = duration.toNanos();
            while (left > 0) {
                left = never.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
