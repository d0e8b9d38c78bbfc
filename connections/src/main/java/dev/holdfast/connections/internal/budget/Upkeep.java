package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What happens to connections without anybody asking: the idle are watched, checked and closed, the old replaced, minimums
 * kept, leaks told. A connection's use is seen by its count, so that a lease needs no clock; times are those of the rounds that
 * saw a change. Of very many connections a round looks at some, and goes on where the last one stopped: it must not keep the
 * lock from borrowers. Guarded by the allocator's lock.
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

    /** All connections are looked at within this, in nanoseconds, if rounds come often enough. */
    private static final long CIRCLE = TimeUnit.MILLISECONDS.toNanos(250);

    /** So many are looked at in any round. */
    private static final int LEAST = 256;

    /** So many are put under watch in a round, at most: until that is done nobody can lease them. */
    private static final int WATCHES = 64;

    private final Allocator allocator;
    private final Ages ages;
    private long lastRound;
    private int hand;

    /** Connections looked at, one after the other, that needed nothing and will need nothing soon. */
    private int settled;

    private int watches;

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

    /**
     * One round.
     *
     * @param stirred whether anything may have changed since the last
     * @return whether there is nothing to do, now or soon
     */
    boolean run(boolean stirred, long now) {
        settled = stirred ? 0 : settled;
        watches = 0;
        List<Pooled> open = allocator.open();
        for (int left = share(open.size(), now); left > 0; left--) {
            hand = hand + 1 < open.size() ? hand + 1 : 0;
            settled = isSettled(open.get(hand), now) ? settled + 1 : 0;
        }
        lastRound = now;
        for (Cell cell : List.copyOf(allocator.guaranteed())) {
            refill(cell, now);
        }
        return settled >= open.size();
    }

    /** How many of so many to look at. */
    private int share(int all, long now) {
        double part = Math.min(1, (double) (now - lastRound) / CIRCLE);
        return Math.min(all, Math.max(LEAST, (int) (all * part)));
    }

    private boolean isSettled(Pooled one, long now) {
        boolean unchanged = look(one, now);
        boolean settles = unchanged && !one.isHeld() && (!one.isIdle() || one.isWatched() || !one.isWatchable());
        if (one.isLeased()) {
            tellLeak(one, now);
        }
        retireOld(one, now);
        if (unchanged && one.isIdle()) {
            tend(one, now);
        }
        return settles;
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
                && watches < WATCHES
                && idle >= allocator.settings().watchAfter()) {
            watches++;
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
