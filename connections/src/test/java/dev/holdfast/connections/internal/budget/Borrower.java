package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * One simulated thread that borrows, as the real one does it: instruction by instruction, so that others come between.
 */
final class Borrower {
    /** What one does with what one has borrowed. Times in nanoseconds. */
    interface Habits {
        /** From asking to the deadline. */
        long patience();

        /** From asking until one doesn't want it any more; {@link Long#MAX_VALUE} for never. */
        default long boredom() {
            return Long.MAX_VALUE;
        }

        long hold();

        /** How it comes back. */
        default Return comesBack() {
            return Return.CLEAN;
        }

        /** Whether it is given back again, later. */
        default boolean closesTwice() {
            return false;
        }

        /** From giving back to the next lease; below zero for never. */
        long pause();
    }

    /** In what state a connection comes back. */
    enum Return {
        CLEAN,
        CHANGED,
        BROKEN
    }

    private final World world;
    private final Timeline time;
    private final SimulatedCell cell;
    private final Habits habits;
    private long askedAt;
    private long deadline;
    long leases;
    long refusals;
    long longestWait;

    Borrower(World world, SimulatedCell cell, Habits habits) {
        this.world = world;
        this.time = world.time;
        this.cell = cell;
        this.habits = habits;
    }

    /** Begins in a while. */
    Borrower begin(long delay) {
        time.laterWithoutLock(delay, this::lease);
        return this;
    }

    // --- to a lease

    private void lease() {
        askedAt = time.now();
        deadline = time.now() + habits.patience();
        SimulatedBackend idle = cell.isBare() ? null : (SimulatedBackend) cell.lease();
        if (idle == null) {
            time.later(time.soon(), this::ask);
            return;
        }
        world.watch.taken(idle, this);
        use(idle);
    }

    private void use(SimulatedBackend backend) {
        long stamp = backend.uses();
        backend.watched = backend.watched && backend.isSound();
        if (backend.isLendable()) {
            backend.watched = false;
            has(backend, stamp);
        } else if (end(backend, stamp)) {
            time.later(time.soon(), () -> {
                comesBack(backend, Return.CHANGED);
                time.later(time.soon(), this::ask);
            });
        } else {
            time.later(time.soon(), this::ask);
        }
    }

    private void ask() {
        Ask ask = new Ask(cell, time.now(), deadline, this);
        world.watch.asked(ask);
        world.tell(new Event.Asked(ask));
        if (world.flaw == Flaw.BARGING && ask.queued) {
            toTheHead(ask);
        }
        if (ask.outcome() == Ask.Outcome.WAITING) {
            time.later(Math.max(0, deadline - time.now()) + time.soon(), () -> giveUp(ask, true));
            long bored = habits.boredom();
            if (bored != Long.MAX_VALUE) {
                time.later(bored, () -> giveUp(ask, false));
            }
        }
    }

    private void toTheHead(Ask ask) {
        Ask first = cell.queue.first();
        while (first != null && first != ask) {
            cell.queue.remove(first);
            cell.queue.add(first);
            first = cell.queue.first();
        }
    }

    private void giveUp(Ask ask, boolean timedOut) {
        if (ask.outcome() == Ask.Outcome.WAITING) {
            world.tell(new Event.GaveUp(ask, timedOut));
        }
    }

    void answered(Ask ask) {
        if (ask.outcome() != Ask.Outcome.GRANTED) {
            refusals++;
            again();
            return;
        }
        longestWait = Math.max(longestWait, time.now() - askedAt);
        SimulatedBackend granted = (SimulatedBackend) ask.granted();
        if (granted == null) {
            hasSlot();
        } else {
            time.laterWithoutLock(time.soon(), () -> use(granted));
        }
    }

    // --- having it

    private void hasSlot() {
        leases++;
        time.later(habits.hold(), () -> {
            cell.bareOut--;
            world.tell(new Event.SlotBack(cell));
            if (world.flaw == Flaw.SLOT_BACK_TWICE) {
                world.tell(new Event.SlotBack(cell));
            }
            again();
        });
    }

    private void has(SimulatedBackend backend, long stamp) {
        leases++;
        long hold = habits.hold();
        time.laterWithoutLock(hold, () -> giveBack(backend, stamp, habits.comesBack()));
        if (habits.closesTwice()) {
            time.laterWithoutLock(2 * hold + 1_000_000, () -> closeAgain(backend, stamp));
        }
    }

    private void again() {
        long pause = habits.pause();
        if (pause >= 0) {
            begin(pause);
        }
    }

    // --- back

    private void giveBack(SimulatedBackend backend, long stamp, Return how) {
        if (how == Return.CLEAN && backend.isLendable() && !isAwaited()) {
            time.laterWithoutLock(time.soon(), () -> leaveIdle(backend, stamp));
        } else {
            time.laterWithoutLock(time.soon(), () -> handBack(backend, stamp, how));
        }
    }

    private boolean isAwaited() {
        return cell.isWaitedFor() || world.allocator.isContended();
    }

    private void leaveIdle(SimulatedBackend backend, long stamp) {
        if (release(backend, stamp)) {
            time.laterWithoutLock(time.soon(), () -> lookAgain(backend));
        }
        again();
    }

    private void lookAgain(SimulatedBackend backend) {
        if ((isAwaited() || backend.isRetired()) && world.flaw != Flaw.NO_SECOND_LOOK) {
            time.later(time.soon(), () -> world.tell(new Event.Idled(backend)));
        }
    }

    private void handBack(SimulatedBackend backend, long stamp, Return how) {
        if (end(backend, stamp)) {
            time.later(time.soon(), () -> comesBack(backend, how));
        }
        again();
    }

    private void comesBack(SimulatedBackend backend, Return how) {
        if (backend.isRetired() || (how == Return.CLEAN && !backend.isSuspected())) {
            world.returned(backend);
        } else {
            mend(backend, how);
        }
    }

    private void mend(SimulatedBackend backend, Return how) {
        world.returning(backend);
        time.later(time.soon(), () -> {
            if (how == Return.BROKEN) {
                world.unfit(backend, CloseReason.BROKEN);
            } else {
                world.trip(backend);
            }
        });
    }

    private boolean release(SimulatedBackend backend, long stamp) {
        return world.watch.left(backend, this, backend.release(stamp));
    }

    private boolean end(SimulatedBackend backend, long stamp) {
        return world.watch.left(backend, this, backend.end(stamp));
    }

    /** Whoever closes a lease twice ends nobody else's. */
    private void closeAgain(SimulatedBackend backend, long stamp) {
        release(backend, world.flaw == Flaw.NO_STAMP ? backend.uses() : stamp);
    }

    /** Somebody else ends this lease, as when a tenant is closed. */
    static void cutOff(World world, SimulatedBackend backend) {
        @Nullable Borrower owner = backend.owner;
        backend.suspect();
        if (owner != null && owner.end(backend, backend.uses())) {
            world.time.later(world.time.soon(), () -> {
                world.returning(backend);
                world.time.later(world.time.soon(), () -> world.unfit(backend, CloseReason.CLOSED));
            });
        }
    }
}
