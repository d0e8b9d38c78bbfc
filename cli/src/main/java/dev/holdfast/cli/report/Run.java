package dev.holdfast.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything about one call of {@code prove}: what reports are made of. Passwords in options and commands are masked as
 * it is made.
 *
 * @param options as on the command line, without the dashes; a flag's value is {@code true}
 * @param pool for example {@code none}
 * @param driver for example {@code pgjdbc 42.7.14}
 * @param entries in the order in which they were played
 * @param askedByName whether scenarios were named on the command line, so that one that can't run here is no success
 * @param interrupted whether the run was ended before its time, so that what is missing is unknown
 * @param command the command line as it was given
 * @param replay the command that plays all of it again
 */
public record Run(
        String holdfastVersion,
        long seed,
        SortedMap<String, String> options,
        Server server,
        String pool,
        String driver,
        Machine machine,
        Instant started,
        Duration duration,
        List<Entry> entries,
        boolean askedByName,
        boolean interrupted,
        String command,
        String replay) {

    /** The server, the settings of it that matter, and the sentence that says which durability a run proves. */
    public record Server(String version, SortedMap<String, String> settings, String durability) {
        public Server {
            settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        }
    }

    /** Where it ran. */
    public record Machine(int cores, String os, String jdk) {}

    /** What a whole run came to. */
    public enum Outcome {
        HOLDS(0),
        VIOLATED(1),
        /** Nothing is violated, but a saboteur was not caught: a proof that proves nothing. */
        SURVIVED(1),
        UNKNOWN(3);

        private final int exitCode;

        Outcome(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    public Run {
        options = Collections.unmodifiableSortedMap(Masked.options(options));
        entries = List.copyOf(entries);
        command = Masked.text(command);
        replay = Masked.text(replay);
    }

    /** The scenarios in the order in which they were first played. */
    public List<ScenarioRuns> scenarios() {
        Map<String, List<Entry>> byId = new LinkedHashMap<>();
        for (Entry entry : entries) {
            byId.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(entry);
        }
        return byId.values().stream().map(ScenarioRuns::new).toList();
    }

    public Totals totals() {
        return Totals.of(scenarios());
    }

    /** Unknown also when nothing at all was proved: nothing observed is not a success. */
    public Outcome outcome() {
        Totals totals = totals();
        if (totals.violated() > 0) {
            return Outcome.VIOLATED;
        }
        if (totals.survived() > 0) {
            return Outcome.SURVIVED;
        }
        boolean absent = askedByName && totals.notApplicable() > 0;
        boolean doubt = totals.unknown() > 0 || totals.holds() == 0 || absent || interrupted;
        return doubt ? Outcome.UNKNOWN : Outcome.HOLDS;
    }

    public int exitCode() {
        return outcome().exitCode();
    }

    /** The outcome as a sentence. */
    public String inWords() {
        Totals totals = totals();
        String cut = interrupted ? " The run was interrupted; what is missing is unknown." : "";
        return switch (outcome()) {
            case HOLDS ->
                Words.text(
                        "Everything holds: no violation in %s of %s.",
                        Words.counted(totals.operations(), "operation"), Words.counted(totals.holds(), "scenario"));
            case VIOLATED ->
                Words.text(
                                "Violated: %d of %s broke an invariant.",
                                totals.violated(), Words.counted(totals.scenarios(), "scenario"))
                        + cut;
            case SURVIVED ->
                Words.text(
                                "Not proved: %d of %s survived.",
                                totals.survived(), Words.counted(totals.tried(), "saboteur"))
                        + cut;
            case UNKNOWN -> unknownInWords(totals) + cut;
        };
    }

    private static String unknownInWords(Totals totals) {
        if (totals.unknown() > 0) {
            return Words.text(
                    "Unknown: %d of %s came to no verdict; nothing is violated.",
                    totals.unknown(), Words.counted(totals.scenarios(), "scenario"));
        }
        return totals.notApplicable() > 0
                ? Words.text(
                        "Unknown: %s could not run here; nothing is violated.",
                        Words.counted(totals.notApplicable(), "scenario"))
                : "Unknown: not everything was played; nothing is violated.";
    }
}
