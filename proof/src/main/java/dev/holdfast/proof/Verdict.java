package dev.holdfast.proof;

import java.util.List;

/** What a trial came to. */
public sealed interface Verdict {
    /** No violation, and enough was seen for that to mean something. */
    record Holds() implements Verdict {}

    /** At least one invariant was seen broken. Never empty. */
    record Violated(List<Violation> violations) implements Verdict {
        public Violated {
            violations = List.copyOf(violations);
        }
    }

    /** No violation, but not enough was seen, or something went wrong on our side. Never green. */
    record Unknown(Reason reason) implements Verdict {}

    /** It cannot run here; the reason says what is missing and how to get it. */
    record NotApplicable(Reason reason) implements Verdict {}

    /** Why: a code for machines, a text for people. */
    record Reason(String code, String text) {}

    /** The name in reports: {@code holds}, {@code violated}, {@code unknown}, {@code not_applicable}. */
    default String label() {
        return switch (this) {
            case Holds holds -> "holds";
            case Violated violated -> "violated";
            case Unknown unknown -> "unknown";
            case NotApplicable absent -> "not_applicable";
        };
    }
}
