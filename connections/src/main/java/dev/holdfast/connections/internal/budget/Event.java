package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.TenantLimits;

/** What happened, for {@link Allocator#step}. */
public sealed interface Event {
    /** Somebody wants a connection, or a slot, and found no idle one. */
    record Asked(Ask ask) implements Event {}

    /** Whoever asked gives up, if it isn't served by now. */
    record GaveUp(Ask ask, boolean timedOut) implements Event {}

    /** A connection was left idle while somebody waits. */
    record Idled(Pooled connection) implements Event {}

    /** A lease ended; the connection is in the pool's hands, for a round trip, after which it is {@link Ready} or {@link Unfit}. */
    record Returning(Pooled connection) implements Event {}

    /** A lease ended, and the connection is in the pool's hands and fit for the next borrower: both in one step. */
    record Returned(Pooled connection) implements Event {}

    /** A connection in the pool's hands is fit for the next borrower. */
    record Ready(Pooled connection) implements Event {}

    /** A connection in the pool's hands must be closed. */
    record Unfit(Pooled connection, CloseReason reason) implements Event {}

    /**
     * An attempt succeeded; the connection is in the pool's hands.
     *
     * @param stalled whether {@link Stalled} was told of it
     */
    record Opened(Pooled connection, boolean stalled) implements Event {}

    /** An attempt hangs: it burns no CPU, and leaves its permit to others. */
    record Stalled(Cell cell) implements Event {}

    /**
     * An attempt failed, and no backend of it is left.
     *
     * @param stalled whether {@link Stalled} was told of it
     * @param permanent whether trying again can't help now
     */
    record Failed(Cell cell, Throwable cause, boolean stalled, boolean permanent) implements Event {}

    /** The backend of a connection that was to be closed is gone. */
    record Gone(Pooled connection) implements Event {}

    /** A connection that is being closed hasn't ended for long: its slot is taken still, and others are not to wait for it. */
    record Lingers(Pooled connection) implements Event {}

    /** A bare slot came back. */
    record SlotBack(Cell cell) implements Event {}

    /** The time for which {@link Allocator#nextTick} asked has come. */
    record Ticked() implements Event {}

    /**
     * Time for upkeep: what is idle, old, leaking.
     *
     * @param stirred whether connections may have been used since the last time
     */
    record Upkeep(boolean stirred) implements Event {}

    /** A cell's limits changed. */
    record Limited(Cell cell, TenantLimits limits) implements Event {}

    /** A cell takes no more requests: those that wait are refused with {@code cause}. Its connections are closed as they come back. */
    record Shut(Cell cell, Throwable cause) implements Event {}

    /** A cell that was shut takes requests again. */
    record Reopened(Cell cell) implements Event {}

    /** Connections for which {@code which} is true must not be lent again; idle ones are checked first if {@code check}. */
    record Doomed(java.util.function.Predicate<Pooled> which, CloseReason reason) implements Event {}

    /** Idle connections are to be asked whether they are alive before they are lent: the server was away. */
    record Suspected() implements Event {}

    /** This connection is to be asked whether it is alive, if it is idle. */
    record Suspicious(Pooled connection) implements Event {}

    /** These cells' remembered failures are forgotten: the credential changed, or their databases were made. */
    record Forgiven(java.util.List<? extends Cell> cells) implements Event {}
}
