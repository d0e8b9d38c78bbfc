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
 * @param mayBeForeign whether other files that played beside it may be to blame
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
        boolean mayBeForeign,
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
            return of(result, Judgement.UNKNOWN, reason(result), "", true);
        }
        if (result.spec().invariants().isEmpty()) {
            return of(result, Judgement.PLAYED, "", "");
        }
        return result.notes().isEmpty()
                ? of(result, Judgement.HOLDS, exposure(result), "")
                : of(result, Judgement.UNKNOWN, "a step hung and was cancelled", "", true);
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
            when result.stopped().isPresent() -> of(result, Judgement.UNKNOWN, reason(result), different.diff());
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

    /** Its first line; the transcript has all of it. */
    private static String reason(SpecResult result) {
        return result.stopped().flatMap(text -> text.lines().findFirst()).orElse("it stopped");
    }

    private static String diff(Optional<Match> match) {
        return match.isPresent() && match.get() instanceof Match.Different different ? different.diff() : "";
    }

    private static String brokenSentence(SpecResult result) {
        return Words.text(
                "%d of %s violated",
                result.broken().size(), Words.counted(result.spec().invariants().size(), "invariant"));
    }

    private static String exposure(SpecResult result) {
        return Words.text(
                "no violation in %s, %s waited",
                Words.counted(result.permutations(), "permutation"), Words.counted(result.waits(), "step"));
    }

    private static SpecOutcome of(SpecResult result, Judgement judgement, String sentence, String diff) {
        return of(
                result,
                judgement,
                sentence,
                diff,
                !diff.isEmpty() && result.broken().isEmpty());
    }

    private static SpecOutcome of(
            SpecResult result, Judgement judgement, String sentence, String diff, boolean foreign) {
        return new SpecOutcome(
                result.spec().name(),
                judgement,
                sentence,
                result.transcript(),
                diff,
                result.broken(),
                result.permutations(),
                result.waits(),
                foreign,
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
                mayBeForeign,
                notes,
                duration);
    }
}
