package dev.holdfast.connections.internal.budget;

import org.jspecify.annotations.Nullable;

/**
 * A request that waits. Its links are the allocator's; its outcome is set once, under the allocator's lock, and may be read
 * by anybody.
 */
public final class Ask {
    /** How a request ends, or that it hasn't. */
    public enum Outcome {
        WAITING,
        /** It has a connection, or a slot. */
        GRANTED,
        /** Its deadline passed. */
        TIMED_OUT,
        /** At the pace of the moment it can't be served before its deadline. */
        TOO_LATE,
        QUEUE_FULL,
        /** Waiting doesn't help; see {@link #failure}. */
        UNAVAILABLE,
        /** Whoever asked doesn't want it any more. */
        CANCELLED
    }

    final Cell cell;
    final long askedAt;
    final long deadline;
    final @Nullable Object waiter;

    @Nullable
    Ask before;

    @Nullable
    Ask after;

    boolean queued;
    long position;

    private volatile Outcome outcome = Outcome.WAITING;
    private @Nullable Pooled granted;
    private long stamp;
    private @Nullable Throwable failure;
    private long retryAfter = 1_000_000;

    /**
     * A request that the allocator hasn't seen yet.
     *
     * @param deadline on the allocator's clock
     * @param waiter whom to wake, for the driver's own use
     */
    public Ask(Cell cell, long askedAt, long deadline, @Nullable Object waiter) {
        this.cell = cell;
        this.askedAt = askedAt;
        this.deadline = deadline;
        this.waiter = waiter;
    }

    public Cell cell() {
        return cell;
    }

    public @Nullable Object waiter() {
        return waiter;
    }

    public long askedAt() {
        return askedAt;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** The connection, if one was granted; nothing for a bare slot. */
    public @Nullable Pooled granted() {
        return granted;
    }

    /** The lease's stamp, if a connection was granted. */
    public long stamp() {
        return stamp;
    }

    /** What made waiting useless, or the last attempt to open fail. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** When it would be served if asked for again, in nanoseconds, as far as one can tell. */
    public long retryAfter() {
        return retryAfter;
    }

    void grant(@Nullable Pooled connection) {
        granted = connection;
        stamp = connection == null ? 0 : connection.grant();
        outcome = Outcome.GRANTED;
    }

    void refuse(Outcome why, @Nullable Throwable cause, long after) {
        failure = cause;
        retryAfter = after;
        outcome = why;
    }
}
