package dev.holdfast.cli.report;

import dev.holdfast.proof.spec.Expected;
import dev.holdfast.proof.spec.Expected.Match;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one {@code .spec} file came to, judged.
 *
 * @param sentence what the judgement rests on
 * @param stopped whether it ended early
 * @param notes what every session did when a step hung
 * @param diff the unified difference from the nearest expected output, or empty
 */
public record SpecOutcome(
        String name,
        Judgement judgement,
        String sentence,
        Bytes transcript,
        String diff,
        List<SpecResult.Broken> broken,
        int permutations,
        int waits,
        boolean stopped,
        List<String> notes,
        Duration duration) {

    /** How it was judged; nothing is said to hold that nothing was held against. */
    public enum Judgement {
        HOLDS,
        PLAYED,
        VIOLATED,
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SpecOutcome {
        broken = List.copyOf(broken);
        notes = List.copyOf(notes);
    }

    /** Judges by the file's invariants and by {@code expected}. */
    public static SpecOutcome of(SpecResult result, Optional<Expected> expected) {
        Optional<Match> match = expected.map(outputs -> match(outputs, result));
        if (!result.broken().isEmpty()) {
            return of(result, Judgement.VIOLATED, brokenSentence(result), diff(match));
        }
        if (match.isPresent()) {
            return compared(result, expected.orElseThrow().folder(), match.get());
        }
        if (result.stopped().isPresent()) {
            return of(result, Judgement.UNKNOWN, result.stopped().get(), "");
        }
        Judgement judged = result.spec().invariants().isEmpty() ? Judgement.PLAYED : Judgement.HOLDS;
        return of(result, judged, judged == Judgement.PLAYED ? "" : exposure(result), "");
    }

    private static Match match(Expected expected, SpecResult result) {
        try {
            return expected.match(result.spec().name(), result.transcript());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the expected outputs: " + e.getMessage(), e);
        }
    }

    private static SpecOutcome compared(SpecResult result, Path folder, Match match) {
        return switch (match) {
            case Match.Same same ->
                of(result, Judgement.HOLDS, "as " + same.file().getFileName() + " says", "");
            case Match.Different different
            when result.stopped().isPresent() ->
                of(result, Judgement.UNKNOWN, result.stopped().get(), different.diff());
            case Match.Different different ->
                of(result, Judgement.VIOLATED, "differs from " + different.nearest(), different.diff());
            case Match.Absent absent ->
                of(
                        result,
                        Judgement.UNKNOWN,
                        "there is no " + folder.resolve(result.spec().name() + ".out"),
                        "");
        };
    }

    private static String diff(Optional<Match> match) {
        return match.isPresent() && match.get() instanceof Match.Different different ? different.diff() : "";
    }

    private static String brokenSentence(SpecResult result) {
        return Words.text(
                "%s of %d violated",
                Words.counted(result.broken().size(), "invariant"),
                result.spec().invariants().size());
    }

    private static String exposure(SpecResult result) {
        return Words.text(
                "no violation in %s, %s waited",
                Words.counted(result.permutations(), "permutation"), Words.counted(result.waits(), "step"));
    }

    private static SpecOutcome of(SpecResult result, Judgement judgement, String sentence, String diff) {
        return new SpecOutcome(
                result.spec().name(),
                judgement,
                sentence,
                result.transcript(),
                diff,
                result.broken(),
                result.permutations(),
                result.waits(),
                result.stopped().isPresent(),
                result.notes(),
                result.duration());
    }

    /** It could not be played to its end, and {@code why}. */
    public static SpecOutcome unplayed(String name, String why) {
        return new SpecOutcome(
                name, Judgement.UNKNOWN, why, Bytes.EMPTY, "", List.of(), 0, 0, true, List.of(), Duration.ZERO);
    }

    /** Ctrl-C came first. */
    public static SpecOutcome interrupted(String name) {
        return unplayed(name, "interrupted");
    }

    /** The same with {@code more} said of it. */
    public SpecOutcome and(String more) {
        return new SpecOutcome(
                name,
                judgement,
                sentence.isEmpty() ? more : sentence + "; " + more,
                transcript,
                diff,
                broken,
                permutations,
                waits,
                stopped,
                notes,
                duration);
    }

    /** Whether other files that played beside it may be to blame. */
    public boolean mayBeForeign() {
        return broken.isEmpty() && (stopped || !diff.isEmpty());
    }
}
