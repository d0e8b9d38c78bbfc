package dev.holdfast.cli.report;

import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.util.Set;
import java.util.TreeSet;

/** How a saboteur fared, in words. */
public final class Saboteurs {
    private Saboteurs() {}

    /** {@code caught}, {@code survived} or {@code not applicable}. */
    public static String ending(SaboteurResult result) {
        if (!Entry.tried(result)) {
            return "not applicable";
        }
        return result.caught() ? "caught" : "survived";
    }

    /** What the saboteur should have broken, and what was seen instead if it was not that. */
    public static String sentence(SaboteurResult result) {
        String attempts = Words.counted(result.attempts(), "attempt");
        String breaks = result.saboteur().breaks();
        return result.caught()
                ? "caught: %s was seen broken after %s".formatted(breaks, attempts)
                : "survived %s: %s should have been seen broken, but %s"
                        .formatted(attempts, breaks, instead(result.last().verdict()));
    }

    private static String instead(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds holds -> "the verdict was holds";
            case Verdict.Unknown unknown ->
                "the verdict was unknown: " + unknown.reason().text();
            case Verdict.NotApplicable absent ->
                "it cannot run here: " + absent.reason().text();
            case Verdict.Violated violated -> "what was seen broken was " + String.join(", ", broken(violated));
        };
    }

    private static Set<String> broken(Verdict.Violated violated) {
        Set<String> broken = new TreeSet<>();
        for (Violation violation : violated.violations()) {
            broken.add(violation.invariant());
        }
        return broken;
    }
}
