package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import java.util.List;

/**
 * What happens to connections without anybody asking: the idle are watched, checked and closed, the old replaced, minimums
 * kept, leaks told. A connection's use is seen by its count, so that a lease needs no clock; times are those of the rounds that
 * saw a change. Guarded by the allocator's lock.
 */
public final class Upkeep {
    /**
     * Ages at which something happens, in nanoseconds; {@link Long#MAX_VALUE} for never.
     *
     * @param idle unused for so long: closed
     * @param check unused for so long, and not watched: asked
     * @param leak leased for so long: told
     */
    public record Ages(long idle, long check, long leak) {}

    private final Allocator allocator;
    private final Ages ages;

    Upkeep(Allocator allocator, Ages ages) {
        this.allocator = allocator;
        this.ages = ages;
    }

    /** Notes when a change was first seen. Says whether there was none. */
    boolean look(Pooled one, long now) {
        long word = one.observed();
        if (word == one.seenWord || one.isHeld()) {
            return true;
        }
        one.seenWord = word;
        one.seenAt = now;
        one.checkedAt = now;
        one.leakTold = false;
        return false;
    }

    /** One round. Says whether it found nothing to do, now or soon. */
    boolean run(long now) {
        boolean quiet = true;
        for (Pooled one : List.copyOf(allocator.open())) {
            boolean unchanged = look(one, now);
            quiet &= unchanged && !one.isHeld() && (!one.isIdle() || one.isWatched() || !one.isWatchable());
            if (one.isLeased()) {
                tellLeak(one, now);
            }
            retireOld(one, now);
            if (unchanged && one.isIdle()) {
                tend(one, now);
            }
        }
        for (Cell cell : List.copyOf(allocator.guaranteed())) {
            refill(cell, now);
        }
        return quiet;
    }

    private void tellLeak(Pooled one, long now) {
        if (!one.leakTold && now - one.seenAt >= ages.leak()) {
            one.leakTold = true;
            allocator.leak(one, now - one.seenAt);
        }
    }

    /**
     * A few at a time: those that were opened together would all be replaced together. What was doomed while its borrower left
     * it idle is found here.
     */
    private void retireOld(Pooled one, long now) {
        if (now >= one.expiresAt
                && allocator.closing() < Math.max(1, allocator.settings().budget() / 8)) {
            one.doom(CloseReason.OLD);
        }
        CloseReason doomed = one.doomed;
        if (doomed != null && one.claim()) {
            allocator.close(one, doomed, now);
        }
    }

    private void tend(Pooled one, long now) {
        long idle = now - one.seenAt;
        Cell cell = one.cell;
        if (idle >= ages.idle() && cell.slots - cell.closing > cell.limits.min() && one.claim()) {
            allocator.close(one, CloseReason.IDLE, now);
        } else if (!one.isWatched() && now - one.checkedAt >= ages.check()) {
            one.checkedAt = now;
            allocator.check(one);
        } else if (!one.isWatched()
                && one.isWatchable()
                && idle >= allocator.settings().watchAfter()) {
            allocator.watch(one);
        }
    }

    private void refill(Cell cell, long now) {
        while (cell.shut == null && cell.slots - cell.closing < cell.limits.min() && cell.slots < cell.limits.max()) {
            if (!allocator.openSpare(cell, now)) {
                return;
            }
        }
    }

    /** Closes idle connections above a lowered maximum; those that are leased follow when they come back. */
    void shrink(Cell cell, long now) {
        int above = cell.slots - cell.closing - cell.opening - cell.limits.max();
        for (Pooled one : cell.connections()) {
            if (above <= 0) {
                return;
            }
            one.doom(CloseReason.SHRUNK);
            above--;
            if (one.claim()) {
                allocator.close(one, CloseReason.SHRUNK, now);
            }
        }
    }
}
