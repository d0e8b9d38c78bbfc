package dev.holdfast.connections.internal.budget;

import java.util.Set;

/** A bug that a simulation has on purpose, and what must find it. */
enum Flaw {
    NONE,
    /** The clock is read before the lock is had: a request is served whose deadline has passed. */
    CLOCK_BEFORE_LOCK(Invariant.DEADLINE),
    /** A slot is free as soon as its connection is told to close. */
    SLOT_FREE_BEFORE_GONE(Invariant.COUNT),
    /** A slot comes back twice. */
    SLOT_BACK_TWICE(Invariant.COUNT),
    /** Who left a connection idle doesn't look again whether somebody has begun to wait. */
    NO_SECOND_LOOK(Invariant.KEPT, Invariant.IDLE_BESIDE_WAITER, Invariant.ALL_ANSWERED),
    /** The next tick is told after the lock was left, so that an older one may overwrite it. */
    TICK_OUTSIDE_LOCK(Invariant.KEPT, Invariant.FREE_SLOT, Invariant.ALL_ANSWERED),
    /** Whoever asks goes to the head of the queue. */
    BARGING(Invariant.ORDER),
    /** More slots than the cell's maximum. */
    OVER_THE_CAP(Invariant.CAP),
    /** Tenants use what is reserved for the system database. */
    RESERVE_FOR_ALL(Invariant.RESERVED),
    /** The cell's gate stays open while somebody waits. */
    GATE_STAYS_OPEN(Invariant.GATE),
    /** A lease is ended by whoever has the connection, not by its stamp. */
    NO_STAMP(Invariant.ONE_OWNER, Invariant.IDLE_BESIDE_WAITER),
    /** Minimums are forgotten when a connection is taken away. */
    MINIMUM_IGNORED(Invariant.MINIMUM);

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is immutable
    private final Set<Invariant> finders;

    Flaw(Invariant... finders) {
        this.finders = Set.of(finders);
    }

    /** What may find it. */
    Set<Invariant> finders() {
        return finders;
    }
}
