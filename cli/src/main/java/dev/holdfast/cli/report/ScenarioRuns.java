package dev.holdfast.cli.report;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import java.util.Comparator;
import java.util.List;

/** All iterations of one scenario in a run. The worst of them speaks for all: a repetition never excuses a red one. */
public record ScenarioRuns(List<Entry> iterations) {
    public ScenarioRuns {
        iterations = List.copyOf(iterations);
    }

    public String id() {
        return iterations.getFirst().id();
    }

    public Card card() {
        return iterations.getFirst().result().card();
    }

    /** The first of the reddest iterations. */
    public Entry worst() {
        return iterations.stream()
                .min(Comparator.comparingInt(entry -> severity(entry.verdict())))
                .orElseThrow();
    }

    public Verdict verdict() {
        return worst().verdict();
    }

    /** The iterations whose verdict is as bad as the worst. */
    public List<Entry> likeWorst() {
        String label = verdict().label();
        return iterations.stream()
                .filter(entry -> entry.verdict().label().equals(label))
                .toList();
    }

    public List<SaboteurResult> saboteurs() {
        return iterations.stream().flatMap(entry -> entry.saboteurs().stream()).toList();
    }

    /** {@code violated in 3 of 20, with seeds 7, 9, 12}; empty where there was one iteration, or all are alike and hold. */
    public String repetitions() {
        List<Entry> alike = likeWorst();
        if (iterations.size() == 1) {
            return "";
        }
        if (alike.size() == iterations.size()) {
            return Words.text("%s in all %d", Words.of(verdict()), iterations.size());
        }
        String seeds = String.join(
                ", ",
                alike.stream()
                        .map(entry -> Long.toString(entry.result().seed()))
                        .toList());
        return Words.text(
                "%s in %d of %d, with trial seeds %s", Words.of(verdict()), alike.size(), iterations.size(), seeds);
    }

    private static int severity(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Violated violated -> 0;
            case Verdict.Unknown unknown -> 1;
            case Verdict.Holds holds -> 2;
            case Verdict.NotApplicable absent -> 3;
        };
    }
}
