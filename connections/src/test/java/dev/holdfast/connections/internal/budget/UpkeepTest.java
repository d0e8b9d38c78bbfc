package dev.holdfast.connections.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.TenantLimits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rounds of upkeep, one at a time, at times in seconds. */
class UpkeepTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final Settings settings = new Settings(8, 0, 8, 1, 1, 1, 2, 1, 1, 10);
    private final Cell cell = new Cell(Cell.Kind.TENANT, "t", TenantLimits.upTo(8));

    private static final class One extends Pooled {
        boolean watched;

        One(Cell cell, long expiresAt) {
            super(cell, expiresAt);
        }

        @Override
        protected boolean isWatched() {
            return watched;
        }

        @Override
        protected boolean isWatchable() {
            return true;
        }
    }

    private static Allocator allocator(Settings settings, long idle, long check, long leak) {
        return new Allocator(settings, new Upkeep.Ages(idle, check, leak));
    }

    /** An idle connection of the cell, opened at 10. */
    private One open(Allocator allocator, long expiresAt) {
        allocator.step(new Event.Limited(cell, cell.limits.withMin(cell.connections().length + 1)), 10);
        assertThat(allocator.step(new Event.Upkeep(true), 10)).contains(new Action.Open(cell));
        One one = new One(cell, expiresAt);
        allocator.step(new Event.Opened(one, false), 10);
        allocator.step(new Event.Limited(cell, cell.limits.withMin(0)), 10);
        allocator.step(new Event.Upkeep(true), 10);
        return one;
    }

    @Test
    void whatNobodyUsesIsWatchedThenClosed() {
        Allocator allocator = allocator(settings, 5, NEVER, NEVER);
        One one = open(allocator, NEVER);
        assertThat(allocator.step(new Event.Upkeep(true), 11)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 12)).containsExactly(new Action.Watch(one));
        one.watched = true;
        allocator.step(new Event.Ready(one), 12);
        assertThat(allocator.step(new Event.Upkeep(true), 14)).isEmpty();
        assertThat(allocator.isQuiet()).isTrue();
        assertThat(allocator.step(new Event.Upkeep(true), 15)).containsExactly(new Action.Close(one, CloseReason.IDLE));
    }

    @Test
    void useIsSeenByItsCount() {
        Allocator allocator = allocator(settings, 5, NEVER, NEVER);
        One one = open(allocator, NEVER);
        one.watched = true;
        one.release(one.lease());
        assertThat(allocator.step(new Event.Upkeep(true), 15)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 19)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 20)).hasSize(1);
    }

    @Test
    void aMinimumIsKeptAndFilled() {
        Allocator allocator = allocator(settings, 5, NEVER, NEVER);
        One one = open(allocator, NEVER);
        one.watched = true;
        allocator.step(new Event.Limited(cell, cell.limits.withMin(2)), 10);
        assertThat(allocator.step(new Event.Upkeep(true), 100)).containsExactly(new Action.Open(cell));
    }

    /** A connection that is ending counts against the maximum. */
    @Test
    void aMinimumIsNotFilledAboveTheMaximum() {
        Allocator allocator = allocator(settings, NEVER, NEVER, NEVER);
        open(allocator, 50);
        allocator.step(new Event.Limited(cell, new TenantLimits(1, 1, 1)), 10);
        assertThat(allocator.step(new Event.Upkeep(true), 50))
                .hasSize(1)
                .first()
                .isInstanceOf(Action.Close.class);
    }

    @Test
    void whatCantBeWatchedIsAsked() {
        Allocator allocator = allocator(settings, NEVER, 2, NEVER);
        One one = open(allocator, NEVER);
        assertThat(allocator.step(new Event.Upkeep(true), 12)).containsExactly(new Action.Check(one));
        allocator.step(new Event.Ready(one), 12);
        assertThat(allocator.step(new Event.Upkeep(true), 13))
                .filteredOn(Action.Check.class::isInstance)
                .isEmpty();
    }

    @Test
    void aLeaseThatDoesNotComeBackIsToldOnce() {
        Allocator allocator = allocator(settings, NEVER, NEVER, 3);
        One one = open(allocator, NEVER);
        one.lease();
        assertThat(allocator.step(new Event.Upkeep(true), 20)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 22)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 23)).containsExactly(new Action.Leak(one, 3));
        assertThat(allocator.step(new Event.Upkeep(true), 30)).isEmpty();
    }

    @Test
    void theOldAreReplacedAFewAtATime() {
        Allocator allocator = allocator(new Settings(16, 0, 16, 1, 1, 1, 2, 1, 1, 10), NEVER, NEVER, NEVER);
        List<One> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(open(allocator, 50));
        }
        assertThat(allocator.step(new Event.Upkeep(true), 50))
                .filteredOn(Action.Close.class::isInstance)
                .hasSize(2);
        assertThat(all).filteredOn(one -> one.doomed != null).hasSize(2);
    }

    /** Its borrower had looked before it was doomed, and left it idle afterwards. */
    @Test
    void whatWasDoomedWhileItWasLeftIdleIsClosed() {
        Allocator allocator = allocator(settings, NEVER, NEVER, NEVER);
        One one = open(allocator, NEVER);
        long stamp = one.lease();
        allocator.step(new Event.Doomed(any -> true, CloseReason.ROTATED), 11);
        one.release(stamp);
        assertThat(allocator.step(new Event.Upkeep(true), 11))
                .containsExactly(new Action.Close(one, CloseReason.ROTATED));
    }

    /** Idle ones of another cell, opened at 10. */
    private static void openAll(Allocator allocator, int count) {
        Cell wide = new Cell(Cell.Kind.TENANT, "wide", TenantLimits.upTo(count));
        allocator.step(new Event.Limited(wide, wide.limits.withMin(count)), 10);
        assertThat(allocator.step(new Event.Upkeep(true), 10)).hasSize(count);
        for (int i = 0; i < count; i++) {
            allocator.step(new Event.Opened(new One(wide, NEVER), false), 10);
        }
        allocator.step(new Event.Limited(wide, wide.limits.withMin(0)), 10);
    }

    /** Until the watch has begun nobody can lease them. */
    @Test
    void ofManyARoundPutsSomeUnderWatch() {
        Allocator allocator = allocator(new Settings(100, 0, 100, 1, 1, 1, 2, 1, 1, 10), NEVER, NEVER, NEVER);
        openAll(allocator, 100);
        assertThat(allocator.step(new Event.Upkeep(true), 11)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 20)).hasSize(64).allMatch(Action.Watch.class::isInstance);
        assertThat(allocator.step(new Event.Upkeep(true), 20)).hasSize(36);
    }

    /** What one connection could do says nothing of what two can. */
    @Test
    void aNewConnectionHasAPaceOfItsOwn() {
        Allocator allocator = allocator(new Settings(2, 0, 1, 1, 1, 1, NEVER, 1, 1, 100), NEVER, NEVER, NEVER);
        for (int i = 0; i < 12; i++) {
            allocator.step(new Event.Asked(new Ask(cell, 0, NEVER, null)), 0);
        }
        One one = new One(cell, NEVER);
        allocator.step(new Event.Opened(one, false), 10);
        for (long now = 20; now <= 100; now += 10) {
            one.end(one.uses());
            allocator.step(new Event.Returned(one), now);
        }
        Ask late = new Ask(cell, 100, 105, null);
        allocator.step(new Event.Asked(late), 100);
        assertThat(late.outcome()).isEqualTo(Ask.Outcome.TOO_LATE);
        allocator.step(new Event.Opened(new One(cell, NEVER), false), 100);
        Ask again = new Ask(cell, 100, 105, null);
        allocator.step(new Event.Asked(again), 100);
        assertThat(again.outcome()).isEqualTo(Ask.Outcome.WAITING);
    }

    /** The lock is not kept from borrowers for long. */
    @Test
    void ofVeryManyARoundLooksAtSome() {
        Allocator allocator = allocator(new Settings(300, 0, 300, 1, 1, 1, 2, 1, 1, 10), 5, NEVER, NEVER);
        openAll(allocator, 300);
        assertThat(allocator.step(new Event.Upkeep(true), 11)).isEmpty(); // who is used, it sees by a difference
        assertThat(allocator.step(new Event.Upkeep(true), 11)).isEmpty();
        assertThat(allocator.step(new Event.Upkeep(true), 20)).hasSize(256);
        assertThat(allocator.isQuiet()).isFalse();
        assertThat(allocator.step(new Event.Upkeep(true), 20)).hasSize(44);
    }

    @Test
    void nobodyWaitsForASlotWhoseBackendLingers() {
        Allocator allocator = allocator(new Settings(2, 0, 2, 1, 1, 1, 2, 1, 1, 10), NEVER, NEVER, NEVER);
        One first = open(allocator, NEVER);
        One second = open(allocator, NEVER);
        Ask ask = new Ask(new Cell(Cell.Kind.TENANT, "other", TenantLimits.upTo(1)), 20, 100, null);
        List<Action> actions = allocator.step(new Event.Asked(ask), 20);
        assertThat(actions).hasSize(1);
        One closing = actions.contains(new Action.Close(first, CloseReason.STOLEN)) ? first : second;
        One other = closing.equals(first) ? second : first;
        assertThat(allocator.step(new Event.Ticked(), 21)).isEmpty(); // one is on its way
        assertThat(allocator.step(new Event.Lingers(closing), 22))
                .containsExactly(new Action.Close(other, CloseReason.STOLEN));
        assertThat(allocator.step(new Event.Gone(other), 23)).containsExactly(new Action.Open(ask.cell()));
        allocator.step(new Event.Gone(closing), 24);
        allocator.step(new Event.Lingers(closing), 25);
        assertThat(allocator.closing()).isZero();
    }
}
