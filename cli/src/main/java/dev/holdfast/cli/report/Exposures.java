package dev.holdfast.cli.report;

import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a verdict rests on, in a line. */
public final class Exposures {
    private Exposures() {}

    /** For {@code holds} its exposure, otherwise what was broken or why there is no verdict. */
    public static String sentence(Entry entry) {
        return entry.verdict() instanceof Verdict.Holds
                ? entry.result().exposure().sentence()
                : shortly(entry);
    }

    /** The same in fewer words, for narrow tables. */
    public static String shortly(Entry entry) {
        return switch (entry.verdict()) {
            case Verdict.Holds holds ->
                Words.text(
                        "%s, %s contended",
                        Words.counted(entry.result().exposure().operations(), "operation"),
                        Words.count(entry.result().exposure().contended()));
            case Verdict.Violated violated -> "broken: " + String.join(", ", invariants(entry));
            case Verdict.Unknown unknown -> unknown.reason().code();
            case Verdict.NotApplicable absent -> absent.reason().code();
        };
    }

    private static Set<String> invariants(Entry entry) {
        Set<String> broken = new LinkedHashSet<>();
        Argument.smallestFirst(entry.result()).stream()
                .map(Violation::invariant)
                .forEach(broken::add);
        return broken;
    }

    /** {@code 3/4}: caught of those tried; empty if none was. */
    public static String caught(ScenarioRuns runs) {
        List<Entry> iterations = runs.iterations();
        int tried = iterations.stream().mapToInt(entry -> entry.tried().size()).sum();
        int survived =
                iterations.stream().mapToInt(entry -> entry.survivors().size()).sum();
        return tried == 0 ? "" : Words.text("%d/%d", tried - survived, tried);
    }
}
