package dev.holdfast.junit;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.internal.Ground;
import dev.holdfast.junit.internal.SpecSource;
import dev.holdfast.junit.internal.TestSeed;
import dev.holdfast.proof.spec.Spec;
import dev.holdfast.proof.spec.SpecOptions;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.proof.spec.SpecRun;
import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.opentest4j.AssertionFailedError;

/**
 * A file that was played for a test.
 *
 * @param expected the outputs that are right; none means that nobody said
 */
record SpecPlayed(Interleaving asked, SpecResult result, Map<SpecSource, Bytes> expected, TestSeed seed) {
    private static final int SHOWN_ROWS = 40;

    /** Plays it as the test's own role. */
    static SpecPlayed play(Interleaving asked, Class<?> test, Ground.Lent database, TestSeed seed)
            throws IOException, SQLException, InterruptedException {
        SpecSource source = new SpecSource(test, asked.value());
        refuseContradictions(asked);
        Spec spec = Spec.parse(source.simpleName(), source.read());
        Map<SpecSource, Bytes> expected = expected(asked, source);
        SpecResult result = SpecRun.play(spec, database.whole(), options(asked, database, seed), Unheard.TRANSCRIPT);
        return new SpecPlayed(asked, result, expected, seed);
    }

    private static void refuseContradictions(Interleaving asked) {
        if (!asked.expected().isEmpty() && partial(asked)) {
            throw new InvalidOption(
                    "expected goes with neither only nor sample",
                    "An expected output is that of all permutations.",
                    "Leave one out.");
        }
        if (asked.sample() > 0 && asked.only().length > 0) {
            throw new InvalidOption("only and sample exclude each other", "Both were given.", "Leave one out.");
        }
    }

    private static boolean partial(Interleaving asked) {
        return asked.sample() > 0 || asked.only().length > 0;
    }

    private static Map<SpecSource, Bytes> expected(Interleaving asked, SpecSource source) throws IOException {
        if (asked.expected().isEmpty()) {
            return partial(asked) ? Map.of() : source.outputsBeside();
        }
        SpecSource named = new SpecSource(source.beside(), asked.expected());
        Map<SpecSource, Bytes> outputs = new LinkedHashMap<>();
        outputs.put(named, named.read());
        return outputs;
    }

    private static SpecOptions options(Interleaving asked, Ground.Lent database, TestSeed seed) {
        SpecOptions all = SpecOptions.DEFAULT
                .withOnly(List.of(asked.only()))
                .withPatience(Duration.ofSeconds(asked.limitSeconds()));
        SpecOptions some = asked.sample() > 0 ? all.withSample(asked.sample(), seed.value()) : all;
        return new SpecOptions(some.only(), some.sample(), some.seed(), some.patience(), startup(database));
    }

    /** Its sessions log in as the administrator, and are the test's role from their first statement on. */
    private static Map<String, String> startup(Ground.Lent database) {
        String role = database.seen().user();
        return role.equals(database.whole().server().user()) ? Map.of() : Map.of("role", role);
    }

    /**
     * Judges.
     *
     * @throws AssertionError unless it was played to its end, no invariant was broken, and the output is an expected one
     */
    void assertRight() {
        if (!result.broken().isEmpty()) {
            throw new AssertionFailedError(violated());
        }
        if (result.stopped().isPresent() || result.permutations() == 0) {
            throw new AssertionFailedError(unknown("not played to its end: "
                    + result.stopped().orElse("no permutation was played").strip()));
        }
        if (!expected.isEmpty()) {
            assertExpected();
        } else if (result.spec().invariants().isEmpty()) {
            throw new AssertionFailedError(unknown("there was nothing to judge by")
                    + "\n  hint: Write an invariant into it, put its output beside it as "
                    + result.spec().name()
                    + ".out, or write check = false.");
        }
    }

    private String unknown(String why) {
        StringJoiner text = new StringJoiner("\n").add(asked.value() + ": unknown, " + why);
        result.notes().forEach(text::add);
        seedIfDrawn().ifPresent(text::add);
        return text.toString();
    }

    private String violated() {
        StringJoiner text = new StringJoiner("\n");
        result.broken().forEach(broken -> tell(broken, text));
        seedIfDrawn().ifPresent(text::add);
        return text.toString();
    }

    private void tell(SpecResult.Broken broken, StringJoiner text) {
        String smallest = broken.smallest().text();
        text.add("%s: invariant \"%s\" is violated after %d of %d permutations"
                .formatted(
                        asked.value(),
                        broken.invariant().name().text(),
                        broken.permutations().size(),
                        result.permutations()));
        text.add("  the smallest: " + smallest);
        broken.rows().text().strip().lines().limit(SHOWN_ROWS).forEach(row -> text.add("  " + row));
        text.add("  alone: @Interleaving(value = \"%s\", only = \"%s\")"
                .formatted(asked.value(), smallest.replace("\"", "\\\"")));
        text.add("  or: ./holdfast spec %s --permutation '%s'"
                .formatted(asked.value().replaceFirst("^\\w+:", ""), smallest.replace("'", "'\\''")));
    }

    private Optional<String> seedIfDrawn() {
        return asked.sample() > 0 ? Optional.of(seed.note()) : Optional.empty();
    }

    private void assertExpected() {
        if (!expected.containsValue(result.transcript())) {
            Map.Entry<SpecSource, Bytes> first = expected.entrySet().iterator().next();
            String others = expected.size() == 1 ? "" : ", nor any of the " + (expected.size() - 1) + " others";
            throw new AssertionFailedError(
                    "%s: the output isn't %s%s\n%s"
                            .formatted(
                                    asked.value(),
                                    first.getKey().name(),
                                    others,
                                    firstDifference(
                                            first.getValue().text(),
                                            result.transcript().text())),
                    first.getValue().text(),
                    result.transcript().text());
        }
    }

    private static String firstDifference(String expected, String actual) {
        List<String> wanted = expected.lines().toList();
        List<String> got = actual.lines().toList();
        int line = 0;
        while (line < Math.min(wanted.size(), got.size()) && wanted.get(line).equals(got.get(line))) {
            line++;
        }
        return "  line %d is  %s\n  instead of %s".formatted(line + 1, at(got, line), at(wanted, line));
    }

    private static String at(List<String> lines, int line) {
        return line < lines.size() ? "\"" + lines.get(line) + "\"" : "the end";
    }

    /** The result has it all. */
    private enum Unheard implements Transcript {
        TRANSCRIPT;

        @Override
        public void out(Bytes text) {}

        @Override
        public void err(Bytes text) {}
    }
}
