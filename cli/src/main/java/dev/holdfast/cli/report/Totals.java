package dev.holdfast.cli.report;

import dev.holdfast.proof.Verdict;
import java.util.List;

/** How many scenarios came to which verdict, and how many saboteurs were tried and caught. */
public record Totals(int holds, int violated, int unknown, int notApplicable, int tried, int caught, long operations) {
    static Totals of(List<ScenarioRuns> scenarios) {
        int[] counts = new int[4];
        int tried = 0;
        int survived = 0;
        long operations = 0;
        for (ScenarioRuns scenario : scenarios) {
            counts[index(scenario.verdict())]++;
            for (Entry entry : scenario.iterations()) {
                tried += entry.tried().size();
                survived += entry.survivors().size();
                operations += entry.result().operations();
            }
        }
        return new Totals(counts[0], counts[1], counts[2], counts[3], tried, tried - survived, operations);
    }

    private static int index(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds holds -> 0;
            case Verdict.Violated violated -> 1;
            case Verdict.Unknown unknown -> 2;
            case Verdict.NotApplicable absent -> 3;
        };
    }

    public int scenarios() {
        return holds + violated + unknown + notApplicable;
    }

    public int survived() {
        return tried - caught;
    }

    /** {@code 28 hold, 0 violated, 0 unknown, 2 not applicable}. */
    public String sentence() {
        String verdicts = Words.text(
                "%d %s, %d violated, %d unknown, %d not applicable",
                holds, holds == 1 ? "holds" : "hold", violated, unknown, notApplicable);
        return tried == 0 ? verdicts : verdicts + Words.text("; %d of %d saboteurs caught", caught, tried);
    }
}
