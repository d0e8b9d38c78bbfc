package dev.holdfast.cli.report;

import dev.holdfast.proof.Result;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import java.util.List;

/** One trial of a scenario with its saboteurs, where they were tried, and the faults to mark in its charts. */
public record Entry(Result result, List<SaboteurResult> saboteurs, List<Mark> marks) {
    public Entry {
        saboteurs = List.copyOf(saboteurs);
        marks = List.copyOf(marks);
    }

    /** An entry without faults. */
    public Entry(Result result, List<SaboteurResult> saboteurs) {
        this(result, saboteurs, List.of());
    }

    public String id() {
        return result.card().id();
    }

    /** The verdict of the trial, but never {@code Holds} where an outcome stayed in doubt. */
    public Verdict verdict() {
        long unresolved = result.resolved().unresolved();
        if (result.verdict() instanceof Verdict.Holds && unresolved > 0) {
            return new Verdict.Unknown(new Verdict.Reason(
                    "unresolved-outcomes",
                    unresolved + " commits may or may not have happened, and nobody could tell"));
        }
        return result.verdict();
    }

    /** Saboteurs that could be tried; the others are not applicable here. */
    public List<SaboteurResult> tried() {
        return saboteurs.stream().filter(Entry::tried).toList();
    }

    /** Saboteurs that were tried and not caught. */
    public List<SaboteurResult> survivors() {
        return saboteurs.stream().filter(Saboteurs::survived).toList();
    }

    static boolean tried(SaboteurResult saboteur) {
        return !(saboteur.last().verdict() instanceof Verdict.NotApplicable);
    }
}
