package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static final Form FORM = new Form(3, 2, 1, Duration.ofSeconds(2));

    private static Plan plan(long seed) {
        return Plan.of(
                FORM,
                new SplittableRandom(seed),
                (round, session, random) ->
                        List.of(Step.of("claim", "user-" + random.nextInt(1000), "coupon-" + round)));
    }

    @Test
    void sameSeedMakesTheSamePlanByteForByte() {
        assertThat(plan(7).text("x", 7)).isEqualTo(plan(7).text("x", 7)).isNotEqualTo(plan(8).text("x", 7));
        assertThat(plan(7).text("x", 7)).startsWith("holdfast-plan 1\nscenario x\nseed 7\n0 0 claim user-");
        assertThat(plan(7).text("x", 7).lines()).hasSize(3 + 6);
    }

    @Test
    void aCardWithoutWitnessOrInvariantIsRefused() {
        assertThatThrownBy(() -> Card.of("idle").witness(Witness.overlaps(1)).forms(FORM, FORM))
                .hasMessageContaining("proves nothing");
        assertThatThrownBy(() -> Card.of("idle").invariant("i", "s").forms(FORM, FORM))
                .hasMessageContaining("proves nothing");
    }

    @Test
    void aWitnessAsksForSomethingAndForLessFromFewerSessions() {
        assertThatThrownBy(() -> Witness.lockWaits(0)).hasMessageContaining("nobody need see");
        Card card =
                Card.of("c").invariant("i", "s").witness(Witness.lockWaits(30)).forms(FORM, FORM);
        assertThat(card.playedBy(1, FORM).witnesses()).containsExactly(Witness.lockWaits(10));
        assertThat(card.playedBy(300, FORM).witnesses()).containsExactly(Witness.lockWaits(30));
        Card small =
                Card.of("c").invariant("i", "s").witness(Witness.lockWaits(2)).forms(FORM, FORM);
        assertThat(small.playedBy(1, FORM).witnesses()).containsExactly(Witness.lockWaits(1));
    }

    @Test
    void aStepReadsAsItIsWritten() {
        Step step = Step.of("claim", "user-1", "coupon-2");
        assertThat(step).hasToString("claim user-1 coupon-2");
        assertThat(step.argument(1)).isEqualTo("coupon-2");
        assertThat(Step.of("read")).hasToString("read");
    }

    @Test
    void anErrorAtCommitIsInDoubtOnlyIfTheServerDidNotAnswer() {
        assertThat(Outcome.atCommit(new SQLException("gone", "08006"))).isInstanceOf(Outcome.MaybeCommitted.class);
        assertThat(Outcome.atCommit(new SQLException("gone"))).isInstanceOf(Outcome.MaybeCommitted.class);
        assertThat(Outcome.atCommit(new SQLException("no", "40001")))
                .isEqualTo(new Outcome.Aborted("no", Optional.of(SqlState.SERIALIZATION_FAILURE)));
    }

    @Test
    void outcomesKeepAnswerAndState() {
        assertThat(Outcome.committed("claimed").sqlState()).isEmpty();
        assertThat(Outcome.refused("sold-out").answer()).isEqualTo("sold-out");
        assertThat(Outcome.refused("again", new SQLException("dup", "23505")).sqlState())
                .contains(SqlState.UNIQUE_VIOLATION);
        assertThat(Outcome.aborted(new SQLException("one\ntwo", "23505")).answer())
                .isEqualTo("one");
    }

    @Test
    void optionsReplaceWhatTheFormSays() {
        Card card =
                Card.of("c").invariant("i", "s").witness(Witness.lockWaits(1)).forms(FORM, FORM.withSessions(30));
        ProofOptions plain = ProofOptions.quick(1);
        assertThat(plain.form(card)).isEqualTo(FORM);
        ProofOptions other = new ProofOptions(
                1,
                true,
                Optional.of(9),
                Optional.of(Duration.ofMinutes(1)),
                Optional.of(new Pace.PerSecond(50)),
                Route.DIRECT);
        assertThat(other.form(card)).isEqualTo(new Form(9, 2, 1, Duration.ofMinutes(1), new Pace.PerSecond(50)));
        assertThat(FORM.lasting(Duration.ZERO)).isEqualTo(FORM);
        assertThat(FORM.limit()).isGreaterThan(FORM.expected());
    }

    @Test
    void everyScenarioAndIterationHasItsOwnSeed() {
        ProofOptions options = ProofOptions.quick(42);
        assertThat(Set.of(options.seedOf("a", 0), options.seedOf("a", 1), options.seedOf("b", 0)))
                .hasSize(3)
                .allMatch(seed -> seed >= 0);
        assertThat(options.seedOf("a", 0)).isEqualTo(ProofOptions.quick(42).seedOf("a", 0));
    }

    @Test
    void aFixedRateIsSharedOutOverTheSessions() {
        Pace pace = new Pace.PerSecond(100);
        assertThat(pace.due(10, 0, 0, 999)).isZero();
        assertThat(pace.due(10, 3, 0, 999)).isEqualTo(30_000_000);
        assertThat(pace.due(10, 0, 1, 999)).isEqualTo(100_000_000);
        assertThat(Pace.closedLoop().due(10, 3, 5, 999)).isEqualTo(999);
        assertThatThrownBy(() -> new Pace.PerSecond(0)).hasMessageContaining("positive");
    }

    @Test
    void theTimelinePutsSessionsInColumnsAndTimeDownwards() {
        Event first = new Event(4, 0, Step.of("claim", "u"), 0, 1_000_000, 3_000_000, Outcome.committed("claimed"));
        Event second = new Event(
                9,
                0,
                Step.of("claim", "u"),
                0,
                2_000_000,
                4_500_000,
                Outcome.refused("again", new SQLException("dup", "23505")));
        assertThat(Timeline.text(List.of(second, first)).lines())
                .containsExactly(
                        "      ms  session 4                  session 9",
                        "   1.000  claim u",
                        "   2.000                             claim u",
                        "   3.000  -> committed: claimed",
                        "   4.500                             -> aborted: again (23505)");
    }

    @Test
    void theTimelineCountsTheSessionsItLeavesOut() {
        List<Event> many = java.util.stream.IntStream.range(0, 12)
                .mapToObj(s -> new Event(s, 0, Step.of("x"), 0, s, s + 1, Outcome.committed("ok")))
                .toList();
        assertThat(Timeline.text(many))
                .contains("(and 4 events of other sessions)")
                .contains("session 7");
    }

    @Test
    void sessionsMeetAtARendezvousOrGoOn() {
        Rendezvous two = new Rendezvous(2, Duration.ofSeconds(10));
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(two::meet);
        assertThat(two.meet()).isTrue();
        assertThat(other.join()).isTrue();
        Rendezvous alone = new Rendezvous(2, Duration.ofMillis(5));
        assertThat(alone.meet()).isFalse();
        CompletableFuture<Boolean> later = CompletableFuture.supplyAsync(() -> {
            boolean met = alone.meet();
            return met || alone.meet();
        });
        assertThat(later).isNotNull();
        later.join();
    }

    @Test
    void anInterruptedSessionLeavesTheRendezvous() throws InterruptedException {
        Rendezvous two = new Rendezvous(2, Duration.ofMinutes(10));
        CompletableFuture<Boolean> met = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().start(() -> met.complete(two.meet() || !Thread.interrupted()));
        waiting.interrupt();
        waiting.join();
        assertThat(met.join()).isFalse();
    }

    @Test
    void moreSessionsAreGivenMoreTime() {
        Form form = new Form(50, 10, 1, Duration.ofSeconds(2));
        assertThat(form.withSessions(1_000).expected()).isEqualTo(Duration.ofSeconds(40));
        assertThat(form.withSessions(1).expected()).isEqualTo(Duration.ofSeconds(2));
    }
}
