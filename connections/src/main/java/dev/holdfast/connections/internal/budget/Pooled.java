package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import org.jspecify.annotations.Nullable;

/**
 * An open connection as the allocator sees it. Fields without {@code volatile} are guarded by the allocator's lock.
 */
public abstract class Pooled extends AfterWord {
    final Cell cell;
    final long expiresAt;

    /** Its word when upkeep last found a change, and when that was. */
    long seenWord = -1;

    long seenAt;
    long checkedAt;
    boolean leakTold;

    /** Its place in the allocator's list, or -1. */
    int place = -1;

    /** It is being closed, and nobody knows when that will be done. */
    boolean lingers;

    /** Why it must not be lent again. */
    @Nullable
    CloseReason doomed;

    /** The same, for whoever gives it back without the lock. */
    private volatile boolean retired;

    private volatile boolean suspected;

    /**
     * In the pool's hands at first.
     *
     * @param expiresAt on the allocator's clock
     */
    protected Pooled(Cell cell, long expiresAt) {
        this.cell = cell;
        this.expiresAt = expiresAt;
    }

    public final Cell cell() {
        return cell;
    }

    /** Whether it must be given back through the allocator, to be closed. */
    public final boolean isRetired() {
        return retired;
    }

    /** It may be dead: whoever has it asks before it is lent again. */
    public final void suspect() {
        suspected = true;
    }

    public final boolean isSuspected() {
        return suspected;
    }

    /** It was asked, and answers. */
    public final void trust() {
        suspected = false;
    }

    final void doom(CloseReason reason) {
        if (doomed == null) {
            doomed = reason;
        }
        retired = true;
    }

    /** Whether the connection is watched for signs of death while idle; such a one needs no asking. */
    protected abstract boolean isWatched();

    /** Whether it can be watched at all. */
    protected abstract boolean isWatchable();
}
