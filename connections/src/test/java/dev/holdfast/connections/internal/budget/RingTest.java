package dev.holdfast.connections.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.connections.TenantLimits;
import org.junit.jupiter.api.Test;

/** Who is next, and who must yield. Times are in quanta of 100. */
class RingTest {
    private static final long BEGIN = 1_000;

    private final Ring ring = new Ring(100);
    private final Cell a = cell("a", 1);
    private final Cell b = cell("b", 1);
    private final Cell c = cell("c", 1);

    private static Cell cell(String name, int weight) {
        Cell cell = new Cell(Cell.Kind.TENANT, name, new TenantLimits(0, 10, weight));
        for (int i = 0; i < 10; i++) {
            cell.queue.add(new Ask(cell, 0, Long.MAX_VALUE, null));
        }
        return cell;
    }

    @Test
    void amongEqualsWhoCameFirstIsNext() {
        ring.add(b, BEGIN);
        ring.add(a, BEGIN);
        assertThat(ring.turn(BEGIN)).isSameAs(b);
        ring.served(b);
        assertThat(ring.turn(BEGIN)).isSameAs(a);
    }

    @Test
    void whoHasHadLessIsNext() {
        a.slots = 1;
        ring.add(a, BEGIN);
        ring.add(b, BEGIN);
        assertThat(ring.turn(BEGIN + 10)).isSameAs(b);
    }

    @Test
    void aSlotCountsForHalfAQuantumInAdvance() {
        ring.add(a, BEGIN);
        ring.add(b, BEGIN);
        a.slots = 1;
        ring.served(a);
        assertThat(ring.turn(BEGIN)).isSameAs(b);
        b.slots = 2;
        assertThat(ring.turn(BEGIN)).isSameAs(a);
    }

    @Test
    void timeCountsByWeight() {
        Cell heavy = cell("heavy", 4);
        heavy.slots = 1;
        a.slots = 1;
        ring.add(a, BEGIN);
        ring.add(heavy, BEGIN);
        ring.turn(BEGIN + 80);
        assertThat(a.level).isEqualTo(80);
        assertThat(heavy.level).isEqualTo(20);
    }

    @Test
    void oneMustYieldWhenMoreThanHalfAQuantumAhead() {
        a.slots = 1;
        ring.add(b, BEGIN);
        assertThat(ring.isAhead(a, 0, BEGIN + 50)).isFalse();
        assertThat(ring.isAhead(a, 0, BEGIN + 51)).isTrue();
    }

    @Test
    void nobodyYieldsToThoseForWhomASlotIsComing() {
        a.slots = 1;
        ring.add(b, BEGIN);
        assertThat(ring.isAhead(a, 1, BEGIN + 51)).isFalse();
        ring.add(c, BEGIN + 51);
        assertThat(ring.isAhead(a, 1, BEGIN + 51)).isTrue();
        assertThat(ring.isAhead(a, 2, BEGIN + 51)).isFalse();
    }

    @Test
    void oneYieldsToNobodyWhoCanTakeNoMore() {
        a.slots = 1;
        b.limits = TenantLimits.upTo(1);
        b.slots = 1;
        ring.add(b, BEGIN);
        assertThat(ring.isAhead(a, 0, BEGIN + 10_000)).isFalse();
    }

    @Test
    void whoComesBeginsWhereTheLastOneWasServed() {
        ring.add(a, BEGIN);
        a.slots = 1;
        ring.turn(BEGIN + 70);
        ring.served(a);
        ring.add(b, BEGIN + 70);
        assertThat(b.level).isEqualTo(70);
    }

    @Test
    void whatWasHadIsForgottenAQuantumAfterNobodyWaited() {
        a.slots = 1;
        ring.add(b, BEGIN);
        ring.remove(b, BEGIN + 90);
        ring.add(b, BEGIN + 190);
        ring.charge(a, BEGIN + 190);
        assertThat(a.level).as("within a quantum").isEqualTo(190);
        ring.remove(b, BEGIN + 190);
        ring.add(b, BEGIN + 291);
        ring.charge(a, BEGIN + 291);
        assertThat(a.level).as("later").isZero();
    }

    @Test
    void anEmptyRingHasNobodyNext() {
        assertThat(ring.turn(BEGIN)).isNull();
        ring.add(a, BEGIN);
        ring.add(a, BEGIN);
        ring.remove(a, BEGIN);
        ring.remove(a, BEGIN);
        assertThat(ring.turn(BEGIN)).isNull();
        assertThat(ring.size()).isZero();
    }
}
