package dev.holdfast.junit.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which tests are running at the same time: what has no owner (a thread, a physical slot) can be blamed on a test only if no
 * other ran beside it. Thread-safe.
 */
final class Running {
    /** Of this JVM. */
    static final Running HERE = new Running();

    private final Set<Turn> turns = ConcurrentHashMap.newKeySet();

    /** One test, from before it until after it. */
    final class Turn implements AutoCloseable {
        private final AtomicBoolean alone = new AtomicBoolean(true);

        private Turn() {}

        /** Whether no other has been running since this one began. */
        boolean alone() {
            return alone.get();
        }

        @Override
        public void close() {
            turns.remove(this);
        }
    }

    /** Two that begin at the same time see each other, as each is there before it looks. */
    Turn begin() {
        Turn turn = new Turn();
        turns.add(turn);
        for (Turn other : turns) {
            if (other != turn) {
                other.alone.set(false);
                turn.alone.set(false);
            }
        }
        return turn;
    }
}
