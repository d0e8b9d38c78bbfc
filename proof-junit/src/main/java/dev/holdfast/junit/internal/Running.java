package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;

/**
 * Which tests are running at the same time: what has no owner (a thread, a physical slot) can be blamed on a test only if no
 * other ran beside it. Thread-safe.
 */
final class Running {
    /** Of this JVM. */
    static final Running HERE = new Running();

    @GuardedBy("this")
    private final Set<Turn> turns = new HashSet<>();

    /** One test, from before it until after it. */
    final class Turn implements AutoCloseable {
        @GuardedBy("Running.this")
        private boolean alone;

        private Turn() {}

        /** Whether no other has been running since this one began. */
        boolean alone() {
            synchronized (Running.this) {
                return alone;
            }
        }

        @Override
        public void close() {
            synchronized (Running.this) {
                turns.remove(this);
            }
        }
    }

    synchronized Turn begin() {
        Turn turn = new Turn();
        turn.alone = turns.isEmpty();
        turns.forEach(other -> other.alone = false);
        turns.add(turn);
        return turn;
    }
}
