package dev.holdfast.proof.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Result.Resolved;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import dev.holdfast.proof.Witness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JudgementTest {
    private static final Form FORM = new Form(2, 1, 1, Duration.ofSeconds(1));
    private static final Card CARD = Card.of("c")
            .invariant("i", "sentence")
            .witness(Witness.lockWaits(3))
            .declares(SqlState.UNIQUE_VIOLATION)
            .forms(FORM, FORM);
    private static final Exposure SEEN = new Exposure(10, 3, 5, 1);
    private static final SortedMap<String, Long> ENOUGH = new TreeMap<>(Map.of(Witness.LOCK_WAITS, 3L));
    private static final Resolved CLEAR = new Resolved(0, 0, 0);

    private static Event event(int session, long invoked, long completed, Outcome outcome) {
        return new Event(session, 0, Step.of("x"), invoked, invoked, completed, outcome);
    }

    private static Verdict verdict(
            List<Violation> violations,
            List<Verdict.Reason> unknown,
            Exposure exposure,
            Map<SqlState, Long> states,
            SortedMap<String, Long> witness,
            Resolved resolved) {
        return Judgement.verdict(CARD, violations, unknown, exposure, states, witness, resolved);
    }

    private static String code(Verdict verdict) {
        return verdict instanceof Verdict.Unknown unknown ? unknown.reason().code() : verdict.label();
    }

    @Test
    void enoughSeenAndNothingBrokenHolds() {
        assertThat(code(verdict(List.of(), List.of(), SEEN, Map.of(SqlState.UNIQUE_VIOLATION, 2L), ENOUGH, CLEAR)))
                .isEqualTo("holds");
    }

    @Test
    void aViolationOutweighsEveryDoubt() {
        Violation violation = new Violation("i", "because", List.of());
        Verdict verdict = verdict(
                List.of(violation),
                List.of(new Verdict.Reason("time-limit", "late")),
                new Exposure(0, 0, 0, 0),
                Map.of(SqlState.INTERNAL_ERROR, 1L),
                new TreeMap<>(),
                new Resolved(0, 0, 1));
        assertThat(verdict).isEqualTo(new Verdict.Violated(List.of(violation)));
    }

    @Test
    void nothingObservedIsUnknown() {
        assertThat(code(verdict(List.of(), List.of(), new Exposure(0, 0, 0, 0), Map.of(), ENOUGH, CLEAR)))
                .isEqualTo("nothing-observed");
    }

    @Test
    void anUndeclaredStateIsUnknown() {
        assertThat(code(verdict(List.of(), List.of(), SEEN, Map.of(SqlState.INTERNAL_ERROR, 1L), ENOUGH, CLEAR)))
                .isEqualTo("undeclared-sqlstate");
    }

    @Test
    void aWitnessBelowItsMinimumIsUnknown() {
        TreeMap<String, Long> few = new TreeMap<>(Map.of(Witness.LOCK_WAITS, 2L));
        Verdict verdict = verdict(List.of(), List.of(), SEEN, Map.of(), few, CLEAR);
        assertThat(code(verdict)).isEqualTo("witness-below-minimum");
        assertThat(code(verdict(List.of(), List.of(), SEEN, Map.of(), new TreeMap<>(), CLEAR)))
                .isEqualTo("witness-below-minimum");
    }

    @Test
    void anUnresolvedCommitIsUnknown() {
        assertThat(code(verdict(List.of(), List.of(), SEEN, Map.of(), ENOUGH, new Resolved(1, 1, 1))))
                .isEqualTo("unresolved-outcomes");
    }

    @Test
    void aCheckerThatThrewIsUnknown() {
        List<Verdict.Reason> threw = List.of(new Verdict.Reason("checker-threw", "NPE"));
        assertThat(code(verdict(List.of(), threw, SEEN, Map.of(), ENOUGH, CLEAR)))
                .isEqualTo("checker-threw");
    }

    @Test
    void outcomesInDoubtAreCountedAsTheyWereSettled() {
        Outcome maybe = Outcome.atCommit(new SQLException("gone", "08006"));
        Event yes = event(0, 1, 2, maybe);
        Event no = event(1, 1, 2, maybe);
        Event open = event(2, 1, 2, maybe);
        Event sure = event(3, 1, 2, Outcome.committed("ok"));
        assertThat(Judgement.resolved(List.of(yes, no, open, sure), Map.of(yes, true, no, false)))
                .isEqualTo(new Resolved(1, 1, 1));
    }

    @Test
    void onlyEventsOfDifferentSessionsOverlap() {
        Outcome ok = Outcome.committed("ok");
        assertThat(Measured.overlapping(List.of(event(0, 0, 10, ok), event(0, 10, 20, ok))))
                .isZero();
        assertThat(Measured.overlapping(List.of(event(0, 0, 10, ok), event(1, 10, 20, ok))))
                .isZero();
        assertThat(Measured.overlapping(List.of(event(0, 0, 30, ok), event(1, 5, 6, ok), event(2, 40, 41, ok))))
                .isEqualTo(2);
        assertThat(Measured.overlapping(List.of(event(1, 20, 30, ok), event(0, 0, 25, ok), event(2, 24, 50, ok))))
                .isEqualTo(3);
    }

    @Test
    void latencyIsMeasuredFromTheIntendedStart() {
        Event late = new Event(0, 0, Step.of("x"), 0, 900_000_000, 1_000_000_000, Outcome.committed("ok"));
        assertThat(Measured.latency(List.of(late)).max()).isBetween(999_000L, 1_001_000L);
        assertThat(Measured.latency(List.of()).max()).isZero();
    }

    @Test
    void aFloodOfTheSameViolationIsCountedNotKept() {
        Collected found = new Collected();
        for (int i = 0; i < 50; i++) {
            found.violated("i", "number " + i);
        }
        found.violated("j", "once");
        assertThat(found.violations()).hasSize(4);
        assertThat(found.violations().get(2).argument()).isEqualTo("number 2 (Seen 50 times in all.)");
    }

    @Test
    void whatBreaksAfterATrialWasEndedIsNoViolation() {
        Collected findings = new Collected();
        findings.violated("before", "seen while all was well");
        findings.ended("interrupted", "somebody pressed Ctrl-C");
        findings.violated("after", "a session lost its connection");
        assertThat(findings.violations())
                .extracting(dev.holdfast.proof.Violation::invariant)
                .containsExactly("before");
    }
}
