package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.certainty.Settlement;
import dev.holdfast.proof.certainty.Settlement.Disagreement;
import dev.holdfast.proof.certainty.Settlement.Settled;
import dev.holdfast.proof.certainty.Settlement.Unresolved;
import dev.holdfast.scenarios.CommitCutMoment;
import java.util.List;
import java.util.stream.Collectors;

/** What must be true of a commit that was cut, held against what was settled. */
public final class CommitCutRules {
    public static final String AGREE = "status-and-rows-agree";
    public static final String DECIDES = "moment-decides";
    public static final String UNCERTAIN = "told-as-uncertain";
    public static final String ONCE = "applied-once";

    public static final String SENT_COMMITTED = "sent_unread_committed";
    public static final String SENT_ABORTED = "sent_unread_aborted";
    public static final String LEFT_PREPARED = "left_prepared";
    public static final String ANSWERED_ROLLBACK = "answered_rollback";

    private final Findings findings;
    private final boolean settles;

    /** @param settles whether the subject finds out by itself, so that it needn't tell of an uncertainty */
    public CommitCutRules(Findings findings, boolean settles) {
        this.findings = findings;
        this.settles = settles;
    }

    /** Adds the invariants to a card. */
    public static Card.Builder on(Card.Builder card, boolean settles) {
        card.invariant(AGREE, "pg_xact_status and the rows, each asked by itself, say the same of every attempt")
                .invariant(DECIDES, "what can have become of a commit depends on when it was cut")
                .invariant(
                        ONCE,
                        "a request that was told to be committed is there once, one that was told to have failed isn't, and"
                                + " no request is there twice");
        return settles
                ? card
                : card.invariant(
                        UNCERTAIN, "who was cut off is told that nobody knows, never of success or of a plain failure");
    }

    /**
     * One request.
     *
     * @param cut whether its connection was cut, and the server did what was planned
     * @param attempts how each of its attempts ended, the one that was cut first
     * @param applied how many of them left rows
     */
    public record Case(CommitCutStep step, boolean cut, List<Settlement> attempts, long applied) {
        public Case {
            attempts = List.copyOf(attempts);
        }
    }

    public void judge(Event event, Case request) {
        request.attempts().forEach(settlement -> agree(event, settlement));
        if (request.cut()) {
            cut(event, request);
        }
        once(event, request.applied());
        settle(event, request.attempts());
    }

    private void agree(Event event, Settlement settlement) {
        if (settlement instanceof Disagreement contradiction) {
            findings.violated(
                    AGREE,
                    "Of one attempt of this request %s. A transaction's rows are there if and only if it is committed."
                            .formatted(contradiction.sentence()),
                    List.of(event));
        } else if (settlement instanceof Unresolved unresolved) {
            findings.unknown(
                    "unresolved-outcome", "nobody could settle %s: %s".formatted(event.step(), unresolved.reason()));
        }
    }

    private void cut(Event event, Case request) {
        CommitCutStep step = request.step();
        if (!(request.attempts().get(0) instanceof Settled settled)) {
            return;
        }
        witness(step, settled);
        if (!step.possible().contains(settled)) {
            findings.violated(
                    DECIDES,
                    "The connection was cut when %s, so the transaction can only be %s; it is %s."
                            .formatted(step.moment().sentence(), words(step.possible()), words(List.of(settled))),
                    List.of(event));
        }
        if (!settles && !(event.outcome() instanceof Outcome.MaybeCommitted)) {
            findings.violated(
                    UNCERTAIN,
                    "The connection was cut when %s. The client can't know the outcome, but it told its caller \"%s\"."
                            .formatted(step.moment().sentence(), event.outcome().answer()),
                    List.of(event));
        }
    }

    private void witness(CommitCutStep step, Settled settled) {
        findings.witnessed(step.moment().witness(), 1);
        if (step.moment() == CommitCutMoment.SENT_UNREAD) {
            findings.witnessed(settled.committed() ? SENT_COMMITTED : SENT_ABORTED, 1);
        }
        if (settled.leftPrepared()) {
            findings.witnessed(LEFT_PREPARED, 1);
        }
        if (step.server() == CommitCutStep.Server.ROLLED_BACK) {
            findings.witnessed(ANSWERED_ROLLBACK, 1);
        }
    }

    private static String words(List<Settled> possible) {
        return possible.stream()
                .map(one -> (one.committed() ? "committed" : "aborted")
                        + (one.leftPrepared() ? " by whoever found it prepared" : ""))
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private void once(Event event, long applied) {
        long least = event.committed() ? 1 : 0;
        long most = event.outcome() instanceof Outcome.Aborted ? 0 : 1;
        if (applied < least || applied > most) {
            findings.violated(
                    ONCE,
                    "The caller was told \"%s\", so the request can be there %s; it is there %d times."
                            .formatted(
                                    event.outcome().answer(),
                                    least == most ? "only " + most + " times" : "once or not at all",
                                    applied),
                    List.of(event));
        }
    }

    private void settle(Event event, List<Settlement> attempts) {
        boolean doubtful = event.outcome() instanceof Outcome.MaybeCommitted;
        if (doubtful && attempts.stream().allMatch(Settled.class::isInstance)) {
            findings.settled(event, attempts.stream().anyMatch(Settlement::committed));
        }
    }
}
