package dev.holdfast.cli.report;

import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.util.Set;
import java.util.TreeSet;

/** How a saboteur fared, in words. */
public final class Saboteurs {
    private Saboteurs() {}

    /** Whether it could be tried and was not caught. */
    public static boolean survived(SaboteurResult result) {
        return Entry.tried(result) && !result.caught();
    }

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
        if (result.last().verdict() instanceof Verdict.NotApplicable absent) {
            return "not applicable, " + absent.reason().text();
        }
        return result.caught()
                ? Words.text("caught: %s was seen broken after %s", breaks, attempts)
                : Words.text(
                        "survived %s: %s should have been seen broken, but %s",
                        attempts, breaks, instead(result.last().verdict()));
    }

    private static String instead(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds holds -> "the verdict was holds";
            case Verdict.Unknown unknown ->
                "the verdict was unknown: " + unknown.reason().text();
            case Verdict.NotApplicable absent -> "it cannot run here";
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
