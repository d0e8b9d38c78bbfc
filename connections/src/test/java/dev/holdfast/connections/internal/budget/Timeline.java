package dev.holdfast.connections.internal.budget;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Virtual time: what is to happen, in order of its time and, at one time, of chance. Some of it needs the allocator's lock; the
 * rest may also happen in the middle of a step.
 */
final class Timeline {
    /** Not zero, so that nothing relies on a clock that begins there. */
    static final long BEGIN = 1_000_000_000L;

    /** How much too early something may happen in the middle of a step: nobody's clock is that exact. */
    private static final long SLACK = 5_000;

    private record Task(long at, int chance, Runnable work) {
        static final Comparator<Task> ORDER = Comparator.comparingLong(Task::at).thenComparingInt(Task::chance);
    }

    private final Random random;
    private final PriorityQueue<Task> locking = new PriorityQueue<>(Task.ORDER);
    private final PriorityQueue<Task> lockFree = new PriorityQueue<>(Task.ORDER);
    private long now = BEGIN;
    private boolean inside;

    Timeline(Random random) {
        this.random = random;
    }

    long now() {
        return now;
    }

    /** What takes the lock. */
    void later(long delay, Runnable work) {
        locking.add(new Task(now + delay, random.nextInt(), work));
    }

    /** What takes no lock. */
    void laterWithoutLock(long delay, Runnable work) {
        lockFree.add(new Task(now + delay, random.nextInt(), work));
    }

    /** A moment: until the next instruction of a thread, which now and then has to wait for a processor. */
    long soon() {
        return random.nextInt(random.nextInt(16) == 0 ? 200_000 : 3_000);
    }

    /** Does what is next. Says whether there was anything. */
    boolean next() {
        PriorityQueue<Task> first = first();
        Task task = first.poll();
        if (task == null) {
            return false;
        }
        now = Math.max(now, task.at());
        task.work().run();
        return true;
    }

    private PriorityQueue<Task> first() {
        if (locking.isEmpty() || lockFree.isEmpty()) {
            return locking.isEmpty() ? lockFree : locking;
        }
        return Task.ORDER.compare(locking.element(), lockFree.element()) < 0 ? locking : lockFree;
    }

    /** A step under the lock; {@link #window} lets others in that need none. */
    <T> T locked(Supplier<T> step) {
        inside = true;
        try {
            return step.get();
        } finally {
            inside = false;
        }
    }

    /** Between two instructions of a step. */
    void window() {
        if (!inside) {
            return;
        }
        inside = false;
        while (random.nextInt(4) == 0
                && !lockFree.isEmpty()
                && lockFree.element().at() <= now + SLACK) {
            lockFree.remove().work().run();
        }
        inside = true;
    }
}
