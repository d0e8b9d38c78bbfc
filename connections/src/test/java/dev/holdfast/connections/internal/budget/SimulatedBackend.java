package dev.holdfast.connections.internal.budget;

import org.jspecify.annotations.Nullable;

/** A connection without a server, with what the simulation knows of it by itself. */
final class SimulatedBackend extends Pooled {
    final SimulatedCell of;
    final int number;
    final boolean watchable;
    boolean watched;

    /** Who uses it now. */
    @Nullable
    Borrower owner;

    /** In the pool's hands, and the allocator knows. */
    boolean inHands;

    boolean ending;

    /** Its word when the simulation last looked, and when that changed. */
    long lastWord = -1;

    long changedAt;

    SimulatedBackend(SimulatedCell of, int number, long expiresAt, boolean watchable) {
        super(of, expiresAt);
        this.of = of;
        this.number = number;
        this.watchable = watchable;
    }

    /** As the pool's own: without another look. */
    boolean isSound() {
        return !watched && isLendable();
    }

    boolean isLendable() {
        return !isSuspected() && !isRetired();
    }

    @Override
    protected boolean isWatched() {
        return watched;
    }

    @Override
    protected boolean isWatchable() {
        return watchable;
    }

    @Override
    public String toString() {
        return "#" + number + " of " + of.name() + " (" + super.toString() + ")";
    }
}
