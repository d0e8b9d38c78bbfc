package dev.holdfast.verification.races;

import static dev.holdfast.connections.internal.budget.Ask.Outcome.GRANTED;
import static dev.holdfast.connections.internal.budget.Ask.Outcome.WAITING;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.internal.budget.Action;
import dev.holdfast.connections.internal.budget.Allocator;
import dev.holdfast.connections.internal.budget.Ask;
import dev.holdfast.connections.internal.budget.Cell;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.internal.budget.Pooled;
import dev.holdfast.connections.internal.budget.Settings;
import dev.holdfast.connections.internal.budget.Upkeep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Budget, queue and lease words together, under the real lock and with real threads, do what a queue and a number would do: to lease, to
 * ask, to give back and to give up each take effect at one moment.
 */
class BudgetLinearizabilityTest {
    private static final boolean LONG = Boolean.getBoolean("holdfast.long");
    /** So few that they meet. */
    private static final int CONNECTIONS = 1;

    private static final int THREADS = 2;

    /** The real thing, driven as the pool drives it; connections need no opening. */
    public static class Real {
        private final ReentrantLock lock = new ReentrantLock();
        private final Allocator allocator = new Allocator(
                new Settings(CONNECTIONS, 0, CONNECTIONS, 1, 1_000, 1_000, 1, 1, 1, 100),
                new Upkeep.Ages(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
        private final Cell cell = new Cell(Cell.Kind.TENANT, "t", TenantLimits.upTo(CONNECTIONS));
        private final Ask[] asks = new Ask[THREADS + 2];
        private final Pooled[] leases = new Pooled[THREADS + 2];
        private final long[] stamps = new long[THREADS + 2];

        public Real() {
            tell(new Event.Asked(new Ask(cell, 0, Long.MAX_VALUE, null)));
            Pooled one = new Connection(cell);
            tell(new Event.Opened(one, false));
            giveBack(one, one.uses());
        }

        List<Action> tell(Event event) {
            lock.lock();
            try {
                return allocator.step(event, 0);
            } finally {
                lock.unlock();
            }
        }

        /** Has a connection at once, or none. */
        @Operation
        public boolean lease(@Param(gen = ThreadIdGen.class) int thread) {
            if (isBusy(thread)) {
                return false;
            }
            Pooled idle = cell.lease();
            if (idle != null) {
                has(thread, idle, idle.uses());
            }
            return idle != null;
        }

        /** How many wait. */
        @Operation
        public int waiting() {
            lock.lock();
            try {
                return allocator.waiting();
            } finally {
                lock.unlock();
            }
        }

        /** Stands in the queue, or has one. */
        @Operation
        public boolean ask(@Param(gen = ThreadIdGen.class) int thread) {
            if (isBusy(thread)) {
                return false;
            }
            asks[thread] = new Ask(cell, 0, Long.MAX_VALUE, null);
            tell(new Event.Asked(asks[thread]));
            return true;
        }

        /** Doesn't want it any more; says whether it came all the same. */
        @Operation
        public boolean giveUp(@Param(gen = ThreadIdGen.class) int thread) {
            Ask ask = asks[thread];
            if (ask == null) {
                return false;
            }
            if (ask.outcome() == WAITING) {
                tell(new Event.GaveUp(ask, false));
            }
            return settle(thread);
        }

        /** Whether what was asked for is there. */
        @Operation
        public boolean has(@Param(gen = ThreadIdGen.class) int thread) {
            Ask ask = asks[thread];
            return ask != null && ask.outcome() != WAITING && settle(thread);
        }

        @Operation
        public boolean giveBack(@Param(gen = ThreadIdGen.class) int thread) {
            Pooled lease = leases[thread];
            if (lease == null) {
                return false;
            }
            leases[thread] = null;
            giveBack(lease, stamps[thread]);
            return true;
        }

        void giveBack(Pooled lease, long stamp) {
            if (cell.isWaitedFor() || allocator.isContended()) {
                lease.end(stamp);
                tell(new Event.Returned(lease));
                return;
            }
            lease.release(stamp);
            lookAgain(lease);
        }

        void lookAgain(Pooled lease) {
            if (cell.isWaitedFor() || allocator.isContended()) {
                tell(new Event.Idled(lease));
            }
        }

        private boolean isBusy(int thread) {
            return asks[thread] != null || leases[thread] != null;
        }

        private boolean settle(int thread) {
            Ask ask = asks[thread];
            asks[thread] = null;
            if (ask.outcome() != GRANTED) {
                return false;
            }
            has(thread, ask.granted(), ask.stamp());
            return true;
        }

        private void has(int thread, @Nullable Pooled lease, long stamp) {
            leases[thread] = lease;
            stamps[thread] = stamp;
        }
    }

    private static final class Connection extends Pooled {
        Connection(Cell cell) {
            super(cell, Long.MAX_VALUE);
        }

        @Override
        protected boolean isWatched() {
            return false;
        }

        @Override
        protected boolean isWatchable() {
            return false;
        }
    }

    /** What it must look like: a number of connections, and a queue. */
    public static class Simple {
        private final Deque<Integer> queue = new ArrayDeque<>();
        private final boolean[] asked = new boolean[THREADS + 2];
        private final boolean[] has = new boolean[THREADS + 2];
        private int free = CONNECTIONS;

        public boolean lease(int thread) {
            if (asked[thread] || has[thread] || free == 0) {
                return false;
            }
            free--;
            has[thread] = true;
            return true;
        }

        public int waiting() {
            return queue.size();
        }

        public boolean ask(int thread) {
            if (asked[thread] || has[thread]) {
                return false;
            }
            asked[thread] = true;
            if (free > 0) {
                free--;
                has[thread] = true;
            } else {
                queue.add(thread);
            }
            return true;
        }

        public boolean giveUp(int thread) {
            queue.remove(thread);
            return settle(thread);
        }

        public boolean has(int thread) {
            return !queue.contains(thread) && settle(thread);
        }

        private boolean settle(int thread) {
            boolean came = asked[thread] && has[thread];
            asked[thread] = false;
            return came;
        }

        public boolean giveBack(int thread) {
            if (asked[thread] || !has[thread]) {
                return false;
            }
            has[thread] = false;
            Integer next = queue.poll();
            if (next == null) {
                free++;
            } else {
                has[next] = true;
            }
            return true;
        }
    }

    /** Who left a connection idle doesn't look again. */
    public static class Careless extends Real {
        @Override
        void lookAgain(Pooled lease) {}
    }

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .threads(THREADS)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .iterations(LONG ? 100 : 8)
                .invocationsPerIteration(LONG ? 10_000 : 150)
                .sequentialSpecification(Simple.class);
    }

    @Test
    void leasingAskingReturningAndGivingUpAreEachOneMoment() {
        options().check(Real.class);
    }

    @Test
    void withRealThreadsToo() {
        new StressOptions()
                .threads(THREADS)
                .actorsPerThread(3)
                .iterations(LONG ? 100 : 8)
                .invocationsPerIteration(LONG ? 20_000 : 300)
                .sequentialSpecification(Simple.class)
                .check(Real.class);
    }

    @Test
    void aWakeUpThatIsLostIsFound() {
        assertThatThrownBy(() -> options()
                        .iterations(LONG ? 400 : 100)
                        .minimizeFailedScenario(false)
                        .check(Careless.class))
                .isInstanceOf(LincheckAssertionError.class);
    }
}
