package dev.holdfast.scenarios.internal;

import static dev.holdfast.proof.Outcome.committed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.certainty.Settlement;
import dev.holdfast.proof.certainty.Settlement.Disagreement;
import dev.holdfast.proof.certainty.Settlement.Settled;
import dev.holdfast.proof.certainty.Settlement.Unresolved;
import dev.holdfast.proof.fault.Fault;
import dev.holdfast.scenarios.CommitCutForm;
import dev.holdfast.scenarios.CommitCutMoment;
import dev.holdfast.scenarios.internal.CommitCutStep.Place;
import dev.holdfast.scenarios.internal.CommitCutStep.Server;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommitCutRulesTest {
    private static final Settlement DONE = new Settled(true, false);
    private static final Settlement NOT_DONE = new Settled(false, false);

    private final Noted noted = new Noted();

    private static CommitCutStep step(CommitCutForm form, CommitCutMoment moment, Server server, Place place) {
        return new CommitCutStep(form, moment, "1-2-x", "reset", 3, server, place);
    }

    private static CommitCutStep explicit(CommitCutMoment moment) {
        return step(CommitCutForm.EXPLICIT, moment, Server.ALONE, Place.COMMIT);
    }

    private Event judge(boolean settles, CommitCutMoment moment, Outcome told, long applied, Settlement... attempts) {
        return judge(settles, new CommitCutRules.Case(explicit(moment), true, List.of(attempts), applied), told);
    }

    private Event judge(boolean settles, CommitCutRules.Case request, Outcome told) {
        Event event = Noted.event(2, 1, request.step().step(), 0, 1, told);
        new CommitCutRules(noted, settles).judge(event, request);
        return event;
    }

    @Test
    void anUncertaintyThatIsToldAndSettledIsRight() {
        Event kept = judge(false, CommitCutMoment.ANSWERED_UNDELIVERED, Noted.inDoubt(), 1, DONE);
        Event lost = judge(false, CommitCutMoment.BEFORE_SEND, Noted.inDoubt(), 0, NOT_DONE);
        assertThat(noted.broken).isEmpty();
        assertThat(noted.settled).containsEntry(kept, true).containsEntry(lost, false);
        assertThat(noted.witness).containsEntry("cuts_answered_undelivered", 1L).containsEntry("cuts_before_send", 1L);
    }

    @Test
    void successOrPlainFailureIsNotToBeToldToWhomIsCutOff() {
        judge(false, CommitCutMoment.ANSWERED_UNDELIVERED, committed("committed"), 1, DONE);
        assertThat(noted.invariants()).containsExactly(CommitCutRules.UNCERTAIN);
        judge(false, CommitCutMoment.BEFORE_SEND, Noted.failed("no", "40001"), 0, NOT_DONE);
        assertThat(noted.broken).hasSize(2);
        judge(true, CommitCutMoment.ANSWERED_UNDELIVERED, committed("committed"), 1, DONE);
        assertThat(noted.broken).as("a client that settles may know").hasSize(2);
    }

    @Test
    void aRequestIsThereAsItsCallerWasTold() {
        judge(true, CommitCutMoment.ANSWERED_UNDELIVERED, committed("committed"), 2, DONE, DONE);
        judge(true, CommitCutMoment.BEFORE_SEND, committed("committed"), 0, NOT_DONE);
        judge(true, CommitCutMoment.ANSWERED_UNDELIVERED, Noted.failed("no", "40001"), 1, DONE);
        judge(true, CommitCutMoment.ANSWERED_UNDELIVERED, Noted.inDoubt(), 2, DONE, DONE);
        assertThat(noted.invariants()).containsExactly(CommitCutRules.ONCE);
        assertThat(noted.broken).hasSize(4);
    }

    @Test
    void whatCannotBeAtAMomentIsAViolation() {
        judge(false, CommitCutMoment.IN_SEND, Noted.inDoubt(), 1, DONE);
        judge(false, CommitCutMoment.FLUSHED_UNANSWERED, Noted.inDoubt(), 0, NOT_DONE);
        assertThat(noted.invariants()).containsExactly(CommitCutRules.DECIDES);
        assertThat(noted.broken.get(0).argument()).contains("can only be aborted; it is committed");
        judge(false, CommitCutMoment.SENT_UNREAD, Noted.inDoubt(), 1, DONE);
        judge(false, CommitCutMoment.SENT_UNREAD, Noted.inDoubt(), 0, NOT_DONE);
        assertThat(noted.broken).as("both can be").hasSize(2);
        assertThat(noted.witness)
                .containsEntry(CommitCutRules.SENT_COMMITTED, 1L)
                .containsEntry(CommitCutRules.SENT_ABORTED, 1L);
    }

    @Test
    void witnessesThatContradictEachOtherAreAViolationAndSettleNothing() {
        judge(false, CommitCutMoment.BEFORE_SEND, Noted.inDoubt(), 1, new Disagreement("aborted", 1, 1));
        assertThat(noted.invariants()).containsExactly(CommitCutRules.AGREE);
        assertThat(noted.settled).isEmpty();
        assertThat(noted.witness).isEmpty();
    }

    @Test
    void whatNobodyCanSettleMakesTheVerdictUnknown() {
        assertThatThrownBy(
                        () -> judge(false, CommitCutMoment.BEFORE_SEND, Noted.inDoubt(), 0, new Unresolved("too old")))
                .hasMessageContaining("unresolved-outcome")
                .hasMessageContaining("too old");
    }

    @Test
    void aConnectionThatWasNotCutIsNoEvidence() {
        CommitCutStep step = explicit(CommitCutMoment.BEFORE_SEND);
        judge(false, new CommitCutRules.Case(step, false, List.of(DONE), 1), committed("committed"));
        assertThat(noted.broken).isEmpty();
        assertThat(noted.witness).isEmpty();
    }

    @Test
    void aPreparedTransactionIsLeftIfItsSecondHalfWasCut() {
        CommitCutForm form = CommitCutForm.TWO_PHASE;
        assertThat(step(form, CommitCutMoment.IN_SEND, Server.ALONE, Place.COMMIT)
                        .possible())
                .containsExactly(new Settled(false, true));
        assertThat(step(form, CommitCutMoment.ANSWERED_UNDELIVERED, Server.ALONE, Place.PREPARE)
                        .possible())
                .containsExactly(new Settled(false, true));
        assertThat(step(form, CommitCutMoment.SENT_UNREAD, Server.ENDED, Place.PREPARE)
                        .possible())
                .containsExactly(new Settled(false, false));
        assertThat(step(form, CommitCutMoment.SENT_UNREAD, Server.ALONE, Place.COMMIT)
                        .possible())
                .containsExactlyInAnyOrder(new Settled(true, false), new Settled(false, true));
    }

    @Test
    void aCommitThatIsAnsweredRollbackIsAborted() {
        assertThat(step(CommitCutForm.EXPLICIT, CommitCutMoment.ANSWERED_UNDELIVERED, Server.ROLLED_BACK, Place.COMMIT)
                        .possible())
                .containsExactly(new Settled(false, false));
    }

    @ParameterizedTest
    @EnumSource
    void everyCutIsAFaultAndIsReadAsItWasPlanned(CommitCutForm form) {
        for (CommitCutMoment moment : CommitCutMoment.values()) {
            CommitCutStep step = step(form, moment, Server.ROLLED_BACK, Place.COMMIT);
            assertThat(Fault.parse(step.fault("cut-1")).toString()).endsWith("application cut-1");
            CommitCutStep planned =
                    new CommitCutStep(form, moment, "2-x", "reset", 3, Server.ROLLED_BACK, Place.COMMIT);
            assertThat(CommitCutStep.of(form, planned.step(), 1)).isEqualTo(step);
        }
    }
}
