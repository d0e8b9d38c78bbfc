package dev.holdfast.cli.report;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Timeline;
import dev.holdfast.proof.Violation;
import dev.holdfast.proof.Witness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The parts of a violation's argument, as every report tells it: witness, why it cannot be, counts, replay command. */
public final class Argument {
    private static final int SHOWN_LINES = 120;

    /** Options that say where reports go or what else to run, not what a scenario does. */
    private static final Set<String> BESIDE = Set.of("seed", "out", "tag", "saboteurs", "baseline");

    private Argument() {}

    /** The smallest witness first; violations without events come last. */
    public static List<Violation> smallestFirst(Result result) {
        return result.violations().stream()
                .sorted(Comparator.comparingInt(Argument::weight))
                .toList();
    }

    private static int weight(Violation violation) {
        return violation.events().isEmpty()
                ? Integer.MAX_VALUE
                : violation.events().size();
    }

    static String wholeTimeline(List<Event> events) {
        return events.isEmpty() ? "" : Timeline.text(events);
    }

    /** The timeline of {@code events}, cut after 120 lines; empty without events. */
    public static String timeline(List<Event> events) {
        if (events.isEmpty()) {
            return "";
        }
        List<String> lines = wholeTimeline(events).lines().toList();
        int left = lines.size() - SHOWN_LINES;
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(lines.size(), SHOWN_LINES)));
        if (left > 0) {
            shown.add(Words.text("(and %d more lines)", left));
        }
        return String.join("\n", shown) + "\n";
    }

    /** What was counted: operations by their end, SQLSTATEs, deadlocks, witnesses beside their minimum. */
    public static String counts(Result result) {
        Result.Resolved doubt = result.resolved();
        List<String> counts = new ArrayList<>();
        counts.add(Words.text(
                "%s: %s committed, %s aborted, %s in doubt",
                Words.counted(result.operations(), "operation"),
                Words.count(result.committed()),
                Words.count(result.aborted()),
                Words.count(doubt.committed() + doubt.aborted() + doubt.unresolved())));
        result.sqlStates().forEach((state, times) -> counts.add(Words.text("SQLSTATE %s %s", state, times(times))));
        if (result.deadlocks() > 0) {
            counts.add(Words.counted(result.deadlocks(), "deadlock"));
        }
        for (Witness witness : result.card().witnesses()) {
            counts.add(Words.text(
                    "%s %s (at least %s)",
                    witness.id(),
                    Words.count(result.witness().getOrDefault(witness.id(), 0L)),
                    Words.count(witness.minimum())));
        }
        return String.join("; ", counts);
    }

    private static String times(long times) {
        return times == 1 ? "once" : Words.count(times) + " times";
    }

    /** The command that plays one trial again, with the seed and options of the run. */
    public static String replay(Run run, Result result) {
        StringBuilder command = new StringBuilder(
                Words.text("./holdfast prove %s --seed %d", result.card().id(), run.seed()));
        run.options().forEach((name, value) -> {
            if (!BESIDE.contains(name)) {
                command.append(" --").append(name).append(value.equals("true") ? "" : " " + quoted(value));
            }
        });
        return command.toString();
    }

    private static String quoted(String value) {
        return value.matches("[\\w@%+=:,./*-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
