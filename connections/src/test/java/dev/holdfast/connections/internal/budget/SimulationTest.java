package dev.holdfast.connections.internal.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The allocator under schedules that are decided by seeds, in virtual time, with a look at everything after every step. */
class SimulationTest {
    private static final int SEEDS = Boolean.getBoolean("holdfast.long") ? 100_000 : 1_500;

    /** For {@code -Dholdfast.seed}: where to begin. */
    private static final long FIRST = Long.getLong("holdfast.seed", 1);

    @Test
    void everyStepOfEveryScheduleKeepsWhatIsPromised() {
        long[] seen = new long[3];
        LongStream.range(FIRST, FIRST + SEEDS).forEach(seed -> {
            Simulation.Outcome outcome = live(seed);
            seen[0] += outcome.steps();
            seen[1] += outcome.grants();
            seen[2] += outcome.opens();
        });
        System.out.printf("%d seeds: %d steps, %d grants, %d opens%n", SEEDS, seen[0], seen[1], seen[2]);
        assertThat(seen[0]).isGreaterThan(200L * SEEDS);
        assertThat(seen[1]).isGreaterThan(20L * SEEDS);
        assertThat(seen[2]).isGreaterThan(5L * SEEDS);
    }

    private static Simulation.Outcome live(long seed) {
        try {
            return Simulation.run(seed, Flaw.NONE);
        } catch (Violation e) {
            throw new AssertionError("seed " + seed + "\n" + Simulation.story(seed, Flaw.NONE, 60), e);
        }
    }

    @Test
    void aSeedDecidesEverything() {
        assertThat(Simulation.run(7, Flaw.NONE)).isEqualTo(Simulation.run(7, Flaw.NONE));
    }

    /** Each of them is found within some seeds, and as what it is. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedBugIsFound(Flaw flaw) {
        for (long seed = 1; seed <= 3_000; seed++) {
            try {
                Simulation.run(seed, flaw);
            } catch (Violation e) {
                assertThat(flaw.finders()).as(Simulation.story(seed, flaw, 20)).contains(e.invariant());
                System.out.printf("%s: found by seed %d: %s%n", flaw, seed, e.invariant());
                return;
            }
        }
        throw new AssertionError(flaw + " was not found");
    }
}
