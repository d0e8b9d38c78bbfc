package dev.holdfast.scenarios.internal;

import static dev.holdfast.proof.Outcome.committed;
import static dev.holdfast.proof.Outcome.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Step;
import dev.holdfast.scenarios.internal.Entries.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {
    private final Noted noted = new Noted();

    private static Event write(int session, Outcome outcome) {
        return Noted.event(session, 0, Step.of("write", "entry-" + session, "value-" + session), 0, 1, outcome);
    }

    private void judge(List<Entry> found, Event... events) {
        Entries.judge(found, new History(List.of(events)), event -> event.step().argument(0), noted);
    }

    @Test
    void entriesThatAreThereAsWrittenAreRight() {
        judge(List.of(new Entry("entry-1", "value-1")), write(1, committed("written")), write(2, refused("no")));
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void anAcknowledgedEntryMustBeThere() {
        judge(List.of(), write(1, committed("written")));
        assertThat(noted.invariants()).containsExactly("acknowledged-is-durable");
    }

    @Test
    void aRefusedEntryMustNotBeThere() {
        judge(List.of(new Entry("entry-1", "value-1")), write(1, refused("no")));
        assertThat(noted.invariants()).containsExactly("acknowledged-is-durable");
    }

    @Test
    void anEntryInDoubtIsSettledByItsRow() {
        Event kept = write(1, Noted.inDoubt());
        Event lost = write(2, Noted.inDoubt());
        judge(List.of(new Entry("entry-1", "value-1")), kept, lost);
        assertThat(noted.settled).containsEntry(kept, true).containsEntry(lost, false);
    }

    @Test
    void anEntryIsThereOnceAndUnchangedAndNoOther() {
        judge(List.of(new Entry("entry-1", "other")), write(1, committed("written")));
        judge(
                List.of(new Entry("entry-1", "value-1"), new Entry("entry-1", "value-1")),
                write(1, committed("written")));
        judge(List.of(new Entry("entry-9", "value-9")));
        assertThat(noted.broken)
                .hasSize(3)
                .allMatch(broken -> broken.invariant().equals("exact-rows"));
    }

    @Test
    void aDeadlockShowsInTheCounterOrInAnAnswer() {
        Event victim = write(1, Noted.failed("deadlock detected", "40P01"));
        Event other = write(2, committed("written"));
        Deadlocks.judge(0, new History(List.of(other)), noted);
        assertThat(noted.broken).isEmpty();
        Deadlocks.judge(1, new History(List.of(other)), noted);
        Deadlocks.judge(0, new History(List.of(other, victim)), noted);
        assertThat(noted.broken).hasSize(2);
        assertThat(noted.broken.get(1).events()).contains(victim, other);
    }

    @Test
    void errorsAreAWitnessWithoutTheLockAndAViolationInTheLane() {
        Event collided = Noted.event(
                0,
                0,
                Step.of("set", "shared"),
                0,
                1,
                Noted.failed("ERROR: could not find tuple for role 123", "XX000"));
        Event fine = Noted.event(1, 1, Step.of("set", "shared"), 2, 6, committed("changed"));
        Lane.judge(List.of(collided), List.of(fine), noted);
        assertThat(noted.broken).isEmpty();
        assertThat(noted.witness).containsEntry(Lane.COLLISIONS, 1L).containsEntry(Lane.IN_LANE, 1L);
        assertThat(noted.facts).containsEntry("without_lock_xx000_texts", "could not find tuple for role N");

        Event broken = Noted.event(
                0, 1, Step.of("set", "shared"), 3, 5, Noted.failed("ERROR: tuple concurrently updated", "XX000"));
        Lane.judge(List.of(collided), List.of(fine, broken), noted);
        assertThat(noted.broken.get(0).events()).containsExactly(broken, fine);
    }

    @Test
    void onlyANulIsAProtocolViolation() {
        Event right = Noted.event(
                0,
                0,
                Step.of(NulAnswers.NUL),
                0,
                1,
                Noted.failed(NulAnswers.STILL_USABLE + ": ERROR: invalid message format", "08P01"));
        NulAnswers.judge(right, noted);
        NulAnswers.judge(Noted.event(1, 1, Step.of(NulAnswers.WITHOUT), 0, 1, committed("accepted")), noted);
        assertThat(noted.broken).isEmpty();
        assertThat(noted.facts).containsEntry("nul_extended", "ERROR: invalid message format");

        NulAnswers.judge(Noted.event(0, 0, Step.of(NulAnswers.NUL), 0, 1, committed("accepted")), noted);
        NulAnswers.judge(
                Noted.event(1, 1, Step.of(NulAnswers.WITHOUT), 0, 1, Noted.failed("ERROR: x", "08P01")), noted);
        assertThat(noted.invariants()).containsExactly("nul-alone-causes-08P01");
        NulAnswers.judge(
                Noted.event(0, 0, Step.of(NulAnswers.NUL), 0, 1, Noted.failed(NulAnswers.LOST + ": ERROR: y", "08P01")),
                noted);
        assertThat(noted.invariants()).contains("connection-usable");
    }

    private static Event leak(String operation, int round, long backend, boolean seen) {
        int session = operation.equals(Leak.LEAVE) ? 0 : 1;
        return Noted.event(session, round, Step.of(operation), 0, 1, committed(new Leak(backend, seen).answer()));
    }

    @Test
    void aLeakIsAWitnessWithoutTheCureAndAViolationWithIt() {
        Event leave = leak(Leak.LEAVE, 1, 7, false);
        Event look = leak(Leak.LOOK, 1, 7, true);
        Leak.judge(
                new History(List.of(leak(Leak.LEAVE, 0, 7, true), leak(Leak.LOOK, 0, 7, true), leave, look)),
                "a setting",
                noted);
        assertThat(noted.witness).containsEntry(Leak.SAME_BACKEND, 2L).containsEntry(Leak.TRAP_SEEN, 1L);
        assertThat(noted.broken.get(0).events()).containsExactly(leave, look);
    }

    @Test
    void whatIsFoundOnAnotherBackendIsNoEvidence() {
        Leak.judge(
                new History(List.of(leak(Leak.LEAVE, 1, 7, false), leak(Leak.LOOK, 1, 8, true))), "a setting", noted);
        assertThat(noted.broken).isEmpty();
        assertThat(noted.witness).isEmpty();
    }
}
