package dev.holdfast.proof.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Outcome.MaybeCommitted;
import dev.holdfast.proof.Result.Resolved;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Verdict.Reason;
import dev.holdfast.proof.Violation;
import dev.holdfast.proof.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The rules by which findings become a verdict: violated before unknown, unknown before holds. Pure functions. */
final class Judgement {
    private Judgement() {}

    static Verdict verdict(
            Card card,
            List<Violation> violations,
            List<Reason> unknown,
            Exposure exposure,
            Map<SqlState, Long> states,
            SortedMap<String, Long> witness,
            Resolved resolved) {
        if (!violations.isEmpty()) {
            return new Verdict.Violated(violations);
        }
        List<Reason> doubts = new ArrayList<>(unknown);
        nothingObserved(exposure, doubts);
        undeclared(card, states, doubts);
        witnessBelowMinimum(card, witness, doubts);
        unresolved(resolved, doubts);
        return doubts.isEmpty() ? new Verdict.Holds() : new Verdict.Unknown(joined(doubts));
    }

    private static void nothingObserved(Exposure exposure, List<Reason> doubts) {
        if (exposure.operations() == 0) {
            doubts.add(new Reason("nothing-observed", "no operation was answered"));
        }
    }

    private static void undeclared(Card card, Map<SqlState, Long> states, List<Reason> doubts) {
        states.forEach((state, times) -> {
            if (!card.declared().contains(state)) {
                doubts.add(new Reason(
                        "undeclared-sqlstate",
                        "SQLSTATE %s was seen %d times; the scenario declares %s"
                                .formatted(state, times, card.declared())));
            }
        });
    }

    private static void witnessBelowMinimum(Card card, SortedMap<String, Long> seen, List<Reason> doubts) {
        for (Witness witness : card.witnesses()) {
            long times = seen.getOrDefault(witness.id(), 0L);
            if (times < witness.minimum()) {
                doubts.add(new Reason(
                        "witness-below-minimum",
                        "%s: %d seen, at least %d needed (%s)"
                                .formatted(witness.id(), times, witness.minimum(), witness.sentence())));
            }
        }
    }

    private static void unresolved(Resolved resolved, List<Reason> doubts) {
        if (resolved.unresolved() > 0) {
            doubts.add(new Reason(
                    "unresolved-outcomes",
                    "%d commits may or may not have happened, and nobody could tell".formatted(resolved.unresolved())));
        }
    }

    private static Reason joined(List<Reason> doubts) {
        String text = String.join("\n", doubts.stream().map(Reason::text).toList());
        return new Reason(doubts.get(0).code(), text);
    }

    static Resolved resolved(List<Event> events, Map<Event, Boolean> settled) {
        long committed = 0;
        long aborted = 0;
        long open = 0;
        for (Event event : events) {
            if (event.outcome() instanceof MaybeCommitted) {
                Boolean known = settled.get(event);
                open += known == null ? 1 : 0;
                committed += known != null && known ? 1 : 0;
                aborted += known != null && !known ? 1 : 0;
            }
        }
        return new Resolved(committed, aborted, open);
    }
}
