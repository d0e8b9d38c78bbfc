package dev.holdfast.cli;

import dev.holdfast.cli.report.ResultsJson;
import dev.holdfast.cli.report.ResultsJson.Earlier;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The same seed, plan and options again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Plays what an earlier run found violated again, with the same seed, plan and options; all of it, if"
                        + " nothing was violated. Says how often each violation recurs.",
        footer = {"", "Example:  ./holdfast replay holdfast-out --times 20"})
final class ReplayCommand implements Callable<Integer> {
    /** Options that say where reports go or what else to run. */
    private static final Set<String> BESIDE = Set.of("seed", "out", "tag", "repeat");

    private static final double RELIABLE = 0.95;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder that --out of the earlier run named.")
    private String folder = "";

    @Option(names = "--times", paramLabel = "N", defaultValue = "1", description = "How often. Default: 1.")
    private @Nullable String times;

    private final PrintStream out = System.out;
    private boolean played;
    private boolean violated;
    private boolean unknown;

    @Override
    public Integer call() {
        Problems problems = new Problems();
        int count = (int) Texts.number("--times", times, 1, 1_000, problems).orElse(1);
        problems.throwIfAny();
        Earlier earlier = ResultsJson.read(Path.of(folder));
        ProveOptions.Checked asked = asked(earlier);
        try (ServerOptions.Opened opened = asked.server().open(asked.mostSessions())) {
            Prover prover = new Prover(opened.server(), asked.proof(opened.route()), Watcher.NONE);
            for (Scenario scenario : asked.selection().scenarios()) {
                replay(earlier, prover, scenario, asked.saboteurs(), count);
            }
        }
        return violated ? ExitCode.VIOLATED : unknown || !played ? ExitCode.UNKNOWN : ExitCode.ALL_HOLD;
    }

    /** The earlier run's options, for the scenarios that it found violated, or for all of its scenarios. */
    private ProveOptions.Checked asked(Earlier earlier) {
        List<String> arguments = new ArrayList<>(List.of("--seed", "" + earlier.seed(), "--out", folder));
        for (Map.Entry<String, String> option : earlier.options().entrySet()) {
            if (!BESIDE.contains(option.getKey())) {
                arguments.add("--" + option.getKey());
                if (!option.getValue().equals("true")) {
                    arguments.add(withoutMask(option.getValue()));
                }
            }
        }
        List<String> red = ids(earlier, trial -> trial.verdict().equals("violated"));
        arguments.addAll(red.isEmpty() ? ids(earlier, trial -> true) : red);
        return CommandLine.populateCommand(new ProveOptions(), arguments.toArray(String[]::new))
                .checked();
    }

    /** Results hold no passwords; without the mask in its place, PGPASSWORD and {@code ~/.pgpass} count. */
    static String withoutMask(String option) {
        return option.replaceAll(":\\*{8}@", "@")
                .replaceAll("&?password=\\*{8}", "")
                .replace("?&", "?");
    }

    private static List<String> ids(Earlier earlier, Predicate<Earlier.Trial> wanted) {
        return earlier.trials().stream()
                .filter(wanted)
                .map(Earlier.Trial::id)
                .distinct()
                .toList();
    }

    private void replay(Earlier earlier, Prover prover, Scenario scenario, boolean saboteurs, int count) {
        for (Earlier.Trial trial : earlier.trials()) {
            if (trial.id().equals(scenario.card().id())) {
                recurrences(
                        trial.id() + " (recorded: " + trial.verdict() + ")",
                        () -> prover.prove(scenario, trial.iteration()),
                        result -> result.verdict().label().equals(trial.verdict()),
                        count,
                        true);
            }
        }
        for (Saboteur saboteur : saboteurs ? Selection.saboteursOf(scenario) : List.<Saboteur>of()) {
            recurrences(
                    "saboteur " + saboteur.id() + " (must break " + saboteur.breaks() + ")",
                    () -> prover.prove(saboteur.twin(), 0),
                    result -> result.violations().stream()
                            .anyMatch(violation -> violation.invariant().equals(saboteur.breaks())),
                    count,
                    false);
        }
    }

    private void recurrences(
            String name, Supplier<Result> play, Predicate<Result> recurred, int count, boolean counts) {
        int recurrences = 0;
        for (int i = 0; i < count; i++) {
            Result result = play.get();
            recurrences += recurred.test(result) ? 1 : 0;
            violated |= counts && result.verdict() instanceof Verdict.Violated;
            played |= counts && !(result.verdict() instanceof Verdict.NotApplicable);
            unknown |= counts && result.verdict() instanceof Verdict.Unknown;
        }
        out.printf("%-60s recurs %d of %d%s%n", name, recurrences, count, why(recurrences, count));
        out.flush();
    }

    private static String why(int recurrences, int count) {
        return recurrences >= RELIABLE * count
                ? ""
                : "  (the plan is the same, byte for byte; which session comes first is up to the machine,"
                        + " and this interleaving is not forced)";
    }
}
