package dev.holdfast.connections.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who gets how much of a budget, and how long the first of a queue waits; in virtual time. */
class FairnessTest {
    private static final long MILLI = Market.MILLI;
    private static final int MARKETS = Boolean.getBoolean("holdfast.long") ? 5_000 : 60;

    /** What a real server needed: 6 ms to open, 2.3 ms until a backend is gone. */
    private static final Nature SERVER = new Market.Steady(6 * MILLI, 23 * MILLI / 10, 0);

    private static Market noisy(long quantum) {
        Market market = new Market(1, Market.settings(8, 2, quantum), SERVER);
        market.tenant("heavy", 1, 64, 5 * MILLI, 0);
        for (int i = 0; i < 8; i++) {
            market.tenant("light" + i, 1, 1, 5 * MILLI, 0);
        }
        return market.run(2_000 * MILLI).count().run(20_000 * MILLI);
    }

    @Test
    void aNoisyNeighbourGetsNoMoreThanTheOthers() {
        Market market = noisy(150 * MILLI);
        assertThat(market.jain()).isGreaterThan(0.999);
        assertThat(market.opensPerLease()).isLessThan(0.01);
        assertThat(market.rate() / (8.0 / (5 * MILLI))).isGreaterThan(0.97);
        assertThat(market.longestWaitAtTheHead()).isLessThan(200 * MILLI);
    }

    /** What the quantum is for. */
    @Test
    void withoutAQuantumTheSwitchesEatTheBudget() {
        Market market = noisy(MILLI);
        assertThat(market.opensPerLease()).isGreaterThan(0.05);
        assertThat(market.rate() / (8.0 / (5 * MILLI))).isLessThan(0.8);
    }

    @Test
    void slotsAreSharedByWeight() {
        Market market = new Market(1, Market.settings(7, 2, 150 * MILLI), SERVER);
        List<SimulatedCell> cells = new ArrayList<>();
        for (int weight : new int[] {1, 2, 4}) {
            cells.add(market.tenant("weight" + weight, weight, 16, 5 * MILLI, 0));
        }
        market.run(2_000 * MILLI).count().run(20_000 * MILLI);
        double one = market.leases() / 7.0;
        assertThat(market.leases(cells.get(0)) / one).isCloseTo(1, within(0.02));
        assertThat(market.leases(cells.get(1)) / one).isCloseTo(2, within(0.04));
        assertThat(market.leases(cells.get(2)) / one).isCloseTo(4, within(0.08));
    }

    /** As time held, of which the light ones spend more on switching: so the quantum is long here. */
    @Test
    void weightsHoldWhenThereAreFewerSlotsThanTenants() {
        Market market = new Market(1, Market.settings(2, 2, 500 * MILLI), SERVER);
        SimulatedCell light = market.tenant("light", 1, 4, 5 * MILLI, 0);
        SimulatedCell heavy = market.tenant("heavy", 3, 4, 5 * MILLI, 0);
        market.tenant("other", 1, 4, 5 * MILLI, 0);
        market.run(2_000 * MILLI).count().run(120_000 * MILLI);
        assertThat((double) market.leases(heavy) / market.leases(light)).isCloseTo(3, within(0.15));
    }

    /** Twenty of any number of tenants are busy at a time; then twenty others. */
    @Test
    void aHotSetThatMovesIsFollowedWithoutThrashing() {
        Market market = new Market(1, Market.settings(8, 2, 150 * MILLI), SERVER);
        for (int i = 0; i < 60; i++) {
            market.tenant("t" + i, 1, 4, 5 * MILLI, 0, 2_000 * MILLI * (i / 20), 2_000 * MILLI * (i / 20 + 1));
        }
        market.count().run(6_000 * MILLI);
        assertThat(market.opensPerLease()).isLessThan(0.05);
        assertThat(market.rate() / (8.0 / (5 * MILLI))).isGreaterThan(0.9);
        assertThat(market.jain()).isGreaterThan(0.98);
    }

    /** Two that could each use everything share it, and soon stop taking from each other. */
    @Test
    void twoThatWantEverythingComeToRestAtHalf() {
        Market market = new Market(1, Market.settings(8, 2, 150 * MILLI), SERVER);
        market.tenant("early", 1, 32, 5 * MILLI, 0);
        market.run(1_000 * MILLI);
        market.tenant("late", 1, 32, 5 * MILLI, 0);
        market.run(1_000 * MILLI).count().run(10_000 * MILLI);
        assertThat(market.jain()).isGreaterThan(0.999);
        assertThat(market.opensPerLease()).isZero();
    }

    // --- the published bound

    @Test
    void theFirstOfAQueueWaitsNoLongerThanPublishedIfLeasesAreNoLongerThanAQuantum() {
        Random random = new Random(5);
        for (int i = 0; i < MARKETS; i++) {
            long quantum = (20 + random.nextInt(180)) * MILLI;
            long hold = (1 + random.nextLong(quantum / MILLI)) * MILLI;
            waitsAtMost(i, quantum, hold, 0);
        }
    }

    /** A tenant whose leases took long waits until the others have had as much. */
    @Test
    void theFirstOfAQueueWaitsHalfARoundMoreIfLeasesAreLonger() {
        Random random = new Random(6);
        for (int i = 0; i < MARKETS; i++) {
            long quantum = (20 + random.nextInt(60)) * MILLI;
            long hold = quantum + (1 + random.nextInt(200)) * MILLI;
            waitsAtMost(i, quantum, hold, 0.5);
        }
    }

    /** {@code (ceil(T / B) + more) (q + 2 (s + H))}. */
    private static void waitsAtMost(int seed, long quantum, long hold, double more) {
        Random random = new Random(seed);
        int slots = 1 + random.nextInt(8);
        int tenants = 1 + random.nextInt(20);
        Market.Steady server = new Market.Steady((1 + random.nextInt(10)) * MILLI, (1 + random.nextInt(4)) * MILLI, 0);
        Market market = new Market(seed, Market.settings(slots, slots, quantum), server);
        for (int i = 0; i < tenants; i++) {
            int threads = 1 + random.nextInt(random.nextInt(3) == 0 ? 20 : 2);
            long holds = (1 + random.nextLong(hold / MILLI)) * MILLI;
            market.tenant("t" + i, 1, threads, holds, random.nextBoolean() ? 0 : random.nextInt(50) * MILLI);
        }
        market.run(4_000 * MILLI);
        double rounds = Math.ceilDiv(tenants, slots) + more;
        assertThat((double) market.longestWaitAtTheHead())
                .as(
                        "market %s: %s tenants, %s slots, quantum %s, leases up to %s, %s",
                        seed, tenants, slots, quantum, hold, server)
                .isPositive()
                .isLessThanOrEqualTo(rounds * (quantum + 2 * (server.open() + server.close() + hold)));
    }
}
