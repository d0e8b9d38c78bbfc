package dev.holdfast.cli;

import dev.holdfast.cli.report.SpecFolder;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.spec.Expected;
import dev.holdfast.proof.spec.SpecOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code spec} is asked to do, as text until {@link #checked}. */
final class SpecArguments {
    private static final String TIMEOUT = "PG_TEST_TIMEOUT_DEFAULT";
    private static final Pattern SECONDS = Pattern.compile("[1-9]\\d{0,5}");
    private static final int LEAST_JOBS = 4;

    @Parameters(arity = "0..*", paramLabel = "FILE|DIR", description = "Files, or folders: all *.spec below them.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--expected",
            paramLabel = "DIR",
            description = "Outputs must equal DIR/NAME.out, or NAME_0.out … NAME_9.out.")
    private @Nullable String expected;

    @Option(
            names = "--permutation",
            paramLabel = "STEPS",
            description = "Play this instead of the file's permutations; may be repeated.")
    private List<String> permutations = new ArrayList<>();

    @Option(names = "--sample", paramLabel = "N", description = "Play N of all permutations, drawn at random.")
    private @Nullable String sample;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of --sample. Default: a random one, printed.")
    private @Nullable String seed;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Play N files at once, each in a database of its own. Default: twice the cores, at least 4.")
    private @Nullable String jobs;

    @Option(
            names = "--limit",
            paramLabel = "D",
            description = "Cancel a step after D, give up a file after twice that. Default: twice"
                    + " PG_TEST_TIMEOUT_DEFAULT seconds, or 6m.")
    private @Nullable String limit;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where junit.xml and results/NAME.out and NAME.diff go. Default: nowhere.")
    private @Nullable String out;

    @Mixin
    private ServerOptions server = new ServerOptions();

    /** Options and files that were found to be right. */
    record Checked(
            List<SpecFile> files,
            ServerOptions.Checked server,
            Optional<Expected> expected,
            SpecOptions options,
            boolean seedDrawn,
            int jobs,
            Optional<SpecFolder> out) {
        /** Whether nothing but the reference's own words may be printed. */
        boolean bare() {
            return files.size() == 1
                    && expected.isEmpty()
                    && out.isEmpty()
                    && files.getFirst().spec().invariants().isEmpty();
        }
    }

    /**
     * Reads everything, all files too, and starts nothing.
     *
     * @throws InvalidOption with all that is wrong
     */
    Checked checked(Map<String, String> environment) {
        Problems problems = new Problems();
        List<SpecFile> files = SpecFile.read(paths, problems);
        if (expected != null || out != null) {
            SpecFile.refuseEqualNames(files, problems);
        }
        Optional<Expected> held = expected(problems);
        SpecOptions options = options(files, environment, problems);
        OptionalLong jobsGiven = Texts.number("--jobs", jobs, 1, 1_000, problems);
        ServerOptions.Checked serverGiven = server.checked(problems);
        Optional<SpecFolder> folder = folder(problems);
        problems.throwIfAny();
        boolean seedDrawn = sample != null && seed == null;
        return new Checked(files, serverGiven, held, options, seedDrawn, jobs(jobsGiven, files.size()), folder);
    }

    private static int jobs(OptionalLong given, int files) {
        int usual = Math.max(LEAST_JOBS, 2 * Runtime.getRuntime().availableProcessors());
        return (int) Math.min(files, given.orElse(usual));
    }

    private Optional<Expected> expected(Problems problems) {
        if (expected != null && !Files.isDirectory(Path.of(expected))) {
            problems.add(
                    "--expected is not a folder",
                    "\"" + expected + "\" was given.",
                    "Name the folder with the outputs, NAME.out for NAME.spec.");
        }
        return Optional.ofNullable(expected).map(Path::of).map(Expected::new);
    }

    private Optional<SpecFolder> folder(Problems problems) {
        try {
            return Optional.ofNullable(out).map(Path::of).map(SpecFolder::at);
        } catch (InvalidOption e) {
            problems.add(e);
            return Optional.empty();
        }
    }

    private SpecOptions options(List<SpecFile> files, Map<String, String> environment, Problems problems) {
        OptionalLong size = Texts.number("--sample", sample, 1, 1_000_000, problems);
        OptionalLong seedGiven = Texts.number("--seed", seed, 0, Long.MAX_VALUE, problems);
        Optional<Duration> patience = Texts.duration("--limit", limit, problems);
        refuseContradictions(files, problems);
        if (files.size() == 1) {
            refuseUnknownSteps(files.getFirst(), problems);
        }
        SpecOptions options = SpecOptions.DEFAULT.withEnvironment(environment).withOnly(permutations);
        if (patience.isPresent()) {
            options = options.withPatience(patience.get());
        } else {
            refuseUnreadableTimeout(environment, problems);
        }
        return size.isEmpty()
                ? options
                : options.withSample((int) size.getAsLong(), seedGiven.orElseGet(ProveOptions::randomSeed));
    }

    private void refuseContradictions(List<SpecFile> files, Problems problems) {
        if (!permutations.isEmpty() && files.size() > 1) {
            problems.add(
                    "--permutation is for one file",
                    files.size() + " files were given.",
                    "Name the file whose steps they are.");
        }
        if (!permutations.isEmpty() && sample != null) {
            problems.add("--permutation and --sample exclude each other", "Both were given.", "Leave one out.");
        }
        if (seed != null && sample == null) {
            problems.add("--seed is for --sample", "There is no --sample.", "Leave it out, or add --sample 100.");
        }
        if (sample != null && expected != null) {
            problems.add(
                    "--sample and --expected exclude each other",
                    "An expected output is that of all permutations.",
                    "Leave one out.");
        }
    }

    private void refuseUnknownSteps(SpecFile file, Problems problems) {
        for (String permutation : permutations) {
            try {
                file.spec().permutation(permutation);
            } catch (InvalidOption e) {
                problems.add(e);
            }
        }
    }

    private static void refuseUnreadableTimeout(Map<String, String> environment, Problems problems) {
        String seconds = environment.getOrDefault(TIMEOUT, "180");
        if (!SECONDS.matcher(seconds).matches()) {
            problems.add(
                    TIMEOUT + " is not a number of seconds",
                    "The environment has \"" + seconds + "\".",
                    "Unset it, set it to 180, or add --limit 6m.");
        }
    }
}
