package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.holdfast.junit.internal.TestSeed;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.opentest4j.AssertionFailedError;

/** Each run has a seed of its own, says it when it fails, and can be had again. */
class SeedTest {
    private static final List<Long> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static EngineExecutionResults run(Class<?> tests, String seed) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("holdfast.seed", seed)
                .selectors(selectClass(tests))
                .execute();
    }

    private static List<Throwable> failures(EngineExecutionResults results) {
        return results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .toList();
    }

    static class Green {
        @RepeatWithSeeds(20)
        void notesItsSeed(@Seed long seed, RandomGenerator random, @Seed RandomGenerator same) {
            SEEN.add(seed);
            assertEquals(random.nextLong(), same.nextLong());
        }
    }

    @Test
    void eachRunHasASeedOfItsOwnInItsName() {
        EngineExecutionResults results = run(Green.class);
        results.testEvents().assertStatistics(counts -> counts.started(20).succeeded(20));
        assertThat(SEEN).hasSize(20).doesNotHaveDuplicates();
        Set<String> names = results.testEvents().started().stream()
                .map(Event::getTestDescriptor)
                .map(TestDescriptor::getDisplayName)
                .collect(Collectors.toSet());
        assertThat(names).contains("[1] seed " + SEEN.get(0), "[20] seed " + SEEN.get(19));
        List<Long> before = List.copyOf(SEEN);
        run(Green.class);
        assertThat(SEEN.subList(20, 40)).isNotEqualTo(before);
    }

    @Test
    void aGivenSeedIsRunOnce() {
        run(Green.class, "4711")
                .testEvents()
                .assertStatistics(counts -> counts.started(1).succeeded(1));
        assertThat(SEEN).containsExactly(4711L);
    }

    static class RedSometimes {
        @RepeatWithSeeds(5)
        void failsInTheThird(@Seed long seed) {
            SEEN.add(seed);
            if (SEEN.size() == 3 || seed == 4711) {
                assertEquals(1, 2);
            }
        }
    }

    @Test
    void oneRedRunIsRedAndSaysHowToHaveItAgain() {
        EngineExecutionResults results = run(RedSometimes.class);
        results.testEvents().assertStatistics(counts -> counts.succeeded(4).failed(1));
        AssertionFailedError failure = (AssertionFailedError) failures(results).get(0);
        String seed = Long.toString(SEEN.get(2));
        assertThat(failure)
                .hasMessage("expected: <1> but was: <2>\nseed " + seed
                        + "; the same again: -Dtest='SeedTest$RedSometimes#failsInTheThird' -Dholdfast.seed=" + seed);
        assertThat(failure.getExpected().getValue()).isEqualTo(1);
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("failsInTheThird"));
        EngineExecutionResults again = run(RedSometimes.class, "4711");
        again.testEvents().assertStatistics(counts -> counts.started(1).failed(1));
        assertThat(failures(again).get(0)).hasMessageEndingWith("-Dholdfast.seed=4711");
    }

    static class OtherThrowables {
        @RepeatWithSeeds(1)
        void throwsAnother() {
            throw new IllegalStateException("as it was");
        }

        @RepeatWithSeeds(1)
        void assertsPlainly() {
            throw new AssertionError("plain", new IllegalStateException("cause"));
        }

        @RepeatWithSeeds(1)
        void isAborted() {
            Assumptions.abort("not here");
        }
    }

    @Test
    void whatIsThrownStaysWhatItWas() {
        EngineExecutionResults results = run(OtherThrowables.class, "7");
        results.testEvents().assertStatistics(counts -> counts.failed(2).aborted(1));
        assertThat(failures(results)).anySatisfy(thrown -> {
            assertThat(thrown).isExactlyInstanceOf(IllegalStateException.class).hasMessage("as it was");
            assertThat(thrown.getSuppressed())
                    .singleElement()
                    .satisfies(note -> assertThat(note).hasMessageEndingWith("#throwsAnother' -Dholdfast.seed=7"));
        });
        assertThat(failures(results))
                .anySatisfy(thrown -> assertThat(thrown)
                        .isExactlyInstanceOf(AssertionError.class)
                        .hasMessageStartingWith("plain\nseed 7; the same again: ")
                        .hasRootCauseMessage("cause"));
    }

    static class Single {
        @Test
        void fails(@Seed long seed, @Seed RandomGenerator random) {
            SEEN.add(seed);
            SEEN.add(random.nextLong());
            throw new AssertionError("red");
        }
    }

    @Test
    void anyTestMayHaveASeed() {
        assertThat(failures(run(Single.class)))
                .singleElement()
                .satisfies(thrown -> assertThat(thrown).hasMessageEndingWith("-Dholdfast.seed=" + SEEN.get(0)));
        run(Single.class);
        assertThat(SEEN.get(2)).isNotEqualTo(SEEN.get(0));
        run(Single.class, Long.toString(SEEN.get(0)));
        assertThat(SEEN.subList(4, 6)).isEqualTo(SEEN.subList(0, 2));
    }

    static class Wrong {
        @Test
        void hasASeedOfAnotherType(@Seed String seed) {
            SEEN.add(1L);
        }

        @RepeatWithSeeds(0)
        void isNeverRun() {
            SEEN.add(1L);
        }
    }

    @Test
    void mistakesAreToldOnTheirTest() {
        List<String> told = messages(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Wrong.class))
                .execute());
        assertThat(told)
                .anyMatch(message -> message.contains(
                        "a parameter with @Seed is a long or a RandomGenerator, and not a java.lang.String"));
        assertThat(told).anyMatch(message -> message.contains("a test can't be repeated 0 times"));
        assertThat(messages(run(Single.class, "many")))
                .anyMatch(message -> message.contains("holdfast.seed is not a seed")
                        && message.contains("detail: \"many\" was given."));
        assertThat(SEEN).isEmpty();
    }

    private static List<String> messages(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result ->
                        String.valueOf(result.getThrowable().orElseThrow().getMessage()))
                .toList();
    }

    /** As the extension that lends databases does, whose faults need a seed. */
    static final class AsksEarly implements BeforeEachCallback {
        AsksEarly() {}

        @Override
        public void beforeEach(ExtensionContext context) {
            SEEN.add(TestSeed.of(context).value());
        }
    }

    @ExtendWith(AsksEarly.class)
    static class Asked {
        @RepeatWithSeeds(3)
        void wasAskedForItsSeedBefore(@Seed long seed) {
            assertEquals(SEEN.getLast(), seed);
        }
    }

    @Test
    void theSeedIsKnownBeforeTheTestIs() {
        run(Asked.class).testEvents().assertStatistics(counts -> counts.succeeded(3));
    }

    @ExtendWith(StandIn.class)
    static class Racing {
        @RepeatWithSeeds(2)
        void theirSeedIsTheSame(TestDatabase db, Sessions sessions, @Seed long seed) throws Exception {
            assertEquals(seed, sessions.seed());
            try (var connection = db.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create table only_here ()");
            }
            sessions.of(2).unjudged().each(session -> {
                if (session.number() == 0) {
                    SEEN.add(session.random().nextLong());
                }
            });
        }
    }

    @Test
    void sessionsUseTheSameSeedAndEachRunHasAFreshDatabase() {
        run(Racing.class).testEvents().assertStatistics(counts -> counts.succeeded(2));
        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
        run(Racing.class, "5");
        run(Racing.class, "5");
        assertThat(SEEN.get(2)).isEqualTo(SEEN.get(3));
    }
}
