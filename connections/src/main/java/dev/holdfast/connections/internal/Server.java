package dev.holdfast.connections.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.internal.budget.Action;
import dev.holdfast.connections.internal.budget.Allocator;
import dev.holdfast.connections.internal.budget.Ask;
import dev.holdfast.connections.internal.budget.Cell;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.internal.budget.Settings;
import dev.holdfast.connections.internal.budget.Upkeep;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One server's budget in this JVM, shared by all pools that lead there: the lock around the allocator, the clock, and the
 * threads that do what it says. Work that takes a round trip is done on virtual threads, which the budget bounds; one
 * platform thread keeps the time.
 */
final class Server {
    /** A server that was away once makes all idle connections suspect; more losses so soon after are the same event. */
    private static final long SAME_LOSS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long ORIGIN = System.nanoTime() - 1;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Allocator allocator;

    private final Allocator shared;
    private final Trips trips = new Trips(this);
    private final Housekeeper housekeeper;
    private volatile long lostAt = Long.MIN_VALUE;

    Server(String name, Settings settings, Upkeep.Ages ages) {
        this.allocator = new Allocator(settings, ages);
        this.shared = allocator;
        long longest = Math.min(ages.idle(), Math.min(ages.check(), ages.leak()));
        this.housekeeper = new Housekeeper(this, name, settings.watchAfter(), longest);
    }

    /** Nanoseconds since this class was loaded, and one: the machine takes 0 for the past. */
    static long now() {
        return System.nanoTime() - ORIGIN;
    }

    void start() {
        housekeeper.start();
    }

    /** Ends the threads. No pool is left. */
    void stop() {
        housekeeper.stop();
    }

    Trips trips() {
        return trips;
    }

    // --- the machine

    /** Whether somebody waits for a slot. */
    boolean isContended() {
        return shared.isContended();
    }

    /** Tells the allocator what happened, and does what it says. */
    void tell(Event event) {
        List<Action> actions;
        lock.lock();
        try {
            actions = allocator.step(event, now());
            housekeeper.tickAt(allocator.nextTick()); // under the lock, or an older one might overwrite it
        } finally {
            lock.unlock();
        }
        perform(actions);
    }

    private void perform(List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Answer answer -> wake(answer.ask());
                case Action.Open open -> trips.open((Place) open.cell());
                case Action.Close close -> trips.close((Backend) close.connection(), close.reason());
                case Action.Check check -> trips.check((Backend) check.connection());
                case Action.Watch watch -> watch((Backend) watch.connection());
                case Action.Leak leak -> trips.leaked((Backend) leak.connection(), leak.outFor());
                case Action.Empty empty -> emptied(empty.cell());
            }
        }
    }

    private static void wake(Ask ask) {
        if (ask.waiter() instanceof Thread thread && !thread.equals(Thread.currentThread())) {
            LockSupport.unpark(thread);
        }
    }

    private void watch(Backend backend) {
        backend.watch();
        tell(new Event.Ready(backend));
    }

    private static void emptied(Cell cell) {
        if (cell instanceof Place place) {
            place.pool().emptied(place);
        }
    }

    /** Reads the allocator under its lock. */
    <T> T read(Function<Allocator, T> reader) {
        lock.lock();
        try {
            return reader.apply(allocator);
        } finally {
            lock.unlock();
        }
    }

    long nextTick() {
        return read(Allocator::nextTick);
    }

    /** Whether the last round of upkeep left nothing to do. */
    boolean isQuiet() {
        return read(Allocator::isQuiet) && trips.isIdle();
    }

    // --- waiting

    /**
     * Waits until the request is answered, its deadline passes or the thread is interrupted; whichever the allocator hears of
     * first, counts.
     */
    Ask await(Cell cell, long deadline) {
        Ask ask = new Ask(cell, now(), deadline, Thread.currentThread());
        tell(new Event.Asked(ask));
        boolean interrupted = false;
        while (ask.outcome() == Ask.Outcome.WAITING) {
            long left = deadline - now();
            if (left <= 0 || interrupted) {
                tell(new Event.GaveUp(ask, !interrupted));
            } else {
                LockSupport.parkNanos(this, left);
                interrupted = Thread.currentThread().isInterrupted();
            }
        }
        return ask;
    }

    // --- connections that come back

    void idled(Backend backend) {
        tell(new Event.Idled(backend));
    }

    /** Somebody left a connection idle: it will have to be looked after. */
    void stir() {
        housekeeper.stir();
    }

    /** A lease ended, and the connection is in the pool's hands. */
    void comesBack(Backend backend, int marks) {
        backend.takenAt(null);
        CloseReason unfit = backend.unfit(marks);
        if (unfit == null && (backend.isRetired() || (marks == 0 && backend.isClean()))) {
            tell(new Event.Returned(backend));
        } else {
            tell(new Event.Returning(backend));
            mend(backend, unfit);
        }
        stir();
    }

    private void mend(Backend backend, @Nullable CloseReason unfit) {
        if (unfit == null) {
            trips.reset(backend);
        } else {
            tell(new Event.Unfit(backend, unfit));
        }
    }

    /** A session was lost while somebody used it: the others' may be. */
    void lost(Backend backend) {
        backend.suspect();
        long now = now();
        if (lostAt == Long.MIN_VALUE || now - lostAt > SAME_LOSS) {
            lostAt = now;
            trips.start(() -> tell(new Event.Suspected()));
        }
    }

    /** An idle connection's socket has something to read. */
    void readable(Backend backend) {
        trips.start(() -> tell(new Event.Suspicious(backend)));
    }

    void doom(Predicate<Backend> which, CloseReason reason) {
        tell(new Event.Doomed(one -> which.test((Backend) one), reason));
    }

    void tick() {
        tell(new Event.Ticked());
    }

    /** Runs one round of upkeep. */
    void upkeep(boolean stirred) {
        trips.endOverdue(now());
        tell(new Event.Upkeep(stirred));
    }
}
