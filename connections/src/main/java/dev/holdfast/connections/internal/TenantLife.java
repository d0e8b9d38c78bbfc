package dev.holdfast.connections.internal;

import dev.holdfast.connections.TenantState;
import dev.holdfast.connections.TenantState.Closed;
import dev.holdfast.connections.TenantState.Draining;
import dev.holdfast.connections.TenantState.Dropped;
import dev.holdfast.connections.TenantState.Dropping;
import dev.holdfast.connections.TenantState.Ready;

/**
 * How one {@link TenantState} becomes another. Pure: whoever asks keeps the state under a lock of their own. Drawn in
 * {@code docs/invariants.md}.
 */
final class TenantLife {
    /** Something that happens to a tenant. */
    sealed interface Event {
        /** Somebody wants it to end: drain, or the first half of close or drop. Asking again does no harm. */
        record Drain() implements Event {}

        /** The last lease is back, or cut off, and the last backend is gone. */
        record AllGone() implements Event {}

        /** Somebody wants it back. Asking for what is open does no harm. */
        record Reopen() implements Event {}

        /** Somebody begins to drop its database. */
        record Drop() implements Event {}

        /** The server said that its database is gone. */
        record DropDone() implements Event {}

        /** The server refused, or its answer was lost: the database may be there or not. */
        record DropFailed() implements Event {}
    }

    private TenantLife() {}

    /**
     * What comes next.
     *
     * @throws IllegalStateException if {@code event} can't happen in this state
     */
    static TenantState next(TenantState state, Event event) {
        return switch (event) {
            case Event.Drain drain -> afterDrain(state, drain);
            case Event.AllGone gone -> only(state instanceof Draining, state, gone, new Closed());
            case Event.Reopen reopen -> afterReopen(state, reopen);
            case Event.Drop drop -> only(state instanceof Closed, state, drop, new Dropping());
            case Event.DropDone done -> only(state instanceof Dropping, state, done, new Dropped());
            case Event.DropFailed failed -> only(state instanceof Dropping, state, failed, new Closed());
        };
    }

    private static TenantState afterDrain(TenantState state, Event.Drain drain) {
        return switch (state) {
            case Ready ready -> new Draining();
            case Draining draining -> draining;
            case Closed closed -> closed;
            case Dropping dropping -> throw illegal(dropping, drain);
            case Dropped dropped -> throw illegal(dropped, drain);
        };
    }

    private static TenantState afterReopen(TenantState state, Event.Reopen reopen) {
        return switch (state) {
            case Ready ready -> ready;
            case Draining draining -> new Ready();
            case Closed closed -> new Ready();
            case Dropping dropping -> throw illegal(dropping, reopen);
            case Dropped dropped -> throw illegal(dropped, reopen);
        };
    }

    private static TenantState only(boolean possible, TenantState state, Event event, TenantState next) {
        if (!possible) {
            throw illegal(state, event);
        }
        return next;
    }

    private static IllegalStateException illegal(TenantState state, Event event) {
        return new IllegalStateException("a tenant that is " + state.getClass().getSimpleName() + " can't "
                + event.getClass().getSimpleName());
    }
}
