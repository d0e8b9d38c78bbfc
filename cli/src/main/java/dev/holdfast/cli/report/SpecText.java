package dev.holdfast.cli.report;

import dev.holdfast.cli.report.SpecOutcome.Judgement;
import dev.holdfast.proof.spec.SpecResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Outcomes of {@code .spec} files as text. */
public final class SpecText {
    private static final int SHOWN_DIFF_LINES = 40;
    private static final int SHOWN_ROWS = 40;

    private SpecText() {}

    /** One line: verdict, name, figures, what the verdict rests on. */
    public static String line(SpecOutcome outcome, int nameWidth) {
        String figures = Words.text(
                "%-9s %s%s  %6s permutations  %6s waited  %8s",
                outcome.judgement().label(),
                outcome.name(),
                " ".repeat(Math.max(0, nameWidth - outcome.name().length())),
                Words.count(outcome.permutations()),
                Words.count(outcome.waits()),
                Words.time(outcome.duration()));
        return outcome.sentence().isEmpty() ? figures : figures + "  " + outcome.sentence();
    }

    /** What a violation or a difference looks like; empty for what holds. {@code whole} is where the diff lies, if kept. */
    public static String argument(SpecOutcome outcome, String whole) {
        List<String> lines = new ArrayList<>();
        outcome.broken().forEach(broken -> broken(outcome, broken, lines));
        lines.addAll(outcome.notes());
        List<String> diff = outcome.diff().lines().toList();
        lines.addAll(diff.subList(0, Math.min(diff.size(), SHOWN_DIFF_LINES)));
        if (diff.size() > SHOWN_DIFF_LINES) {
            lines.add(Words.text("… %s in %s", Words.counted(diff.size() - SHOWN_DIFF_LINES, "more line"), whole));
        }
        return String.join("\n", lines);
    }

    private static void broken(SpecOutcome outcome, SpecResult.Broken broken, List<String> lines) {
        lines.add(Words.text(
                "invariant \"%s\" is violated after %s of %s",
                broken.invariant().name().text(),
                Words.count(broken.permutations().size()),
                Words.counted(outcome.permutations(), "permutation")));
        lines.add("  the smallest: --permutation " + quoted(broken.smallest().text()));
        List<String> rows = broken.rows().text().strip().lines().toList();
        rows.stream().limit(SHOWN_ROWS).forEach(row -> lines.add("  " + row));
        if (rows.size() > SHOWN_ROWS) {
            lines.add("  … " + Words.counted(rows.size() - SHOWN_ROWS, "more line"));
        }
    }

    /** For a shell. */
    private static String quoted(String text) {
        return text.matches("[^\"$`\\\\!]*") ? "\"" + text + "\"" : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The counts of all, and what the exit code means. */
    public static String summary(List<SpecOutcome> outcomes, Duration time, boolean interrupted) {
        List<String> counts = new ArrayList<>();
        for (Judgement judgement : Judgement.values()) {
            long count =
                    outcomes.stream().filter(o -> o.judgement() == judgement).count();
            if (count > 0) {
                counts.add(count + " " + verb(judgement, count));
            }
        }
        return Words.text(
                "%s in %s%s; %s",
                String.join(", ", counts), Words.time(time), interrupted ? ", interrupted" : "", meaning(outcomes));
    }

    private static String verb(Judgement judgement, long count) {
        return judgement == Judgement.HOLDS && count > 1 ? "hold" : judgement.label();
    }

    private static String meaning(List<SpecOutcome> outcomes) {
        if (any(outcomes, Judgement.VIOLATED)) {
            return "exit code 1: something is violated";
        }
        return any(outcomes, Judgement.UNKNOWN)
                ? "exit code 3: something is unknown"
                : any(outcomes, Judgement.PLAYED) ? "exit code 0: nothing is violated" : "exit code 0: all hold";
    }

    /** Whether one of {@code outcomes} is so. */
    public static boolean any(List<SpecOutcome> outcomes, Judgement judgement) {
        return outcomes.stream().anyMatch(outcome -> outcome.judgement() == judgement);
    }
}
