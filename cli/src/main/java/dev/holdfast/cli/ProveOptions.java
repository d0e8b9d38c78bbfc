package dev.holdfast.cli;

import dev.holdfast.cli.report.OutFolder;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Pace;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Route;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code prove} is asked to do, as text until {@link #checked}. */
final class ProveOptions {
    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description = "Ids, or how ids begin: flash-sale means all its sizes. Default: the whole catalogue.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only scenarios with this tag; may be repeated.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--long", description = "The long form, with the full figures, instead of the quick one.")
    private boolean longForm;

    @Option(
            names = "--saboteurs",
            description = "Prove the proofs: beside each scenario, its saboteurs must turn it red.")
    private boolean saboteurs;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of every plan. Default: a random one, printed.")
    private @Nullable String seed;

    @Option(names = "--sessions", paramLabel = "N", description = "Another number of sessions, from 1 to 1000.")
    private @Nullable String sessions;

    @Option(names = "--duration", paramLabel = "D", description = "Play each scenario for so long: 500ms, 10s, 2m.")
    private @Nullable String duration;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Start R steps per second over all sessions, at fixed times, instead of a closed loop.")
    private @Nullable String rate;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Play each scenario N times with other seeds. One red run makes it red; nothing is retried.")
    private @Nullable String repeat;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "holdfast-out",
            description = "Where report.html, results.json, junit.xml and metrics.csv go. Default: ${DEFAULT-VALUE}.")
    private String out = "holdfast-out";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--through",
            paramLabel = "pgbouncer[:MODE]",
            description = "Sessions connect through PgBouncer in session, transaction (default) or statement mode.")
    private @Nullable String through;

    /** Options that were found to be right. */
    record Checked(
            Selection selection,
            ServerOptions.Checked server,
            OutFolder out,
            long seed,
            boolean longForm,
            Optional<Integer> sessions,
            Optional<Duration> duration,
            Optional<Pace> pace,
            int repeat,
            boolean saboteurs,
            SortedMap<String, String> described) {

        ProofOptions proof(Route route) {
            return new ProofOptions(seed, longForm, sessions, duration, pace, route);
        }

        /** The scenarios and, where asked for, the twins of their saboteurs. */
        Stream<Scenario> played() {
            Stream<Scenario> twins = saboteurs
                    ? selection.scenarios().stream()
                            .flatMap(s -> Selection.saboteursOf(s).stream())
                            .map(Saboteur::twin)
                    : Stream.empty();
            return Stream.concat(selection.scenarios().stream(), twins);
        }

        int mostSessions() {
            ProofOptions options = proof(Route.DIRECT);
            return played().mapToInt(s -> options.form(s.card()).sessions())
                    .max()
                    .orElse(1);
        }

        Duration expected() {
            ProofOptions options = proof(Route.DIRECT);
            return played().map(s -> options.form(s.card()).expected())
                    .reduce(Duration.ZERO, Duration::plus)
                    .multipliedBy(repeat);
        }

        int trials() {
            return (int) played().map(Scenario::card).map(Card::id).count() * repeat;
        }
    }

    /**
     * Reads everything and starts nothing.
     *
     * @throws InvalidOption with all that is wrong
     */
    Checked checked() {
        Problems problems = new Problems();
        Selection selection = Selection.of(scenarios, tags, problems);
        OptionalLong seedGiven = Texts.number("--seed", seed, 0, Long.MAX_VALUE, problems);
        OptionalLong sessionsGiven = Texts.number("--sessions", sessions, 1, 1_000, problems);
        OptionalLong repeatGiven = Texts.number("--repeat", repeat, 1, 10_000, problems);
        Optional<Duration> durationGiven = Texts.duration("--duration", duration, problems);
        OptionalDouble rateGiven = Texts.rate("--rate", rate, problems);
        ServerOptions.Checked serverGiven = server.checked(through, problems);
        Optional<OutFolder> folder = folder(problems);
        problems.throwIfAny();
        return new Checked(
                selection,
                serverGiven,
                folder.orElseThrow(),
                seedGiven.orElseGet(ProveOptions::randomSeed),
                longForm,
                sessionsGiven.isPresent() ? Optional.of((int) sessionsGiven.getAsLong()) : Optional.empty(),
                durationGiven,
                rateGiven.isPresent() ? Optional.of(new Pace.PerSecond(rateGiven.getAsDouble())) : Optional.empty(),
                (int) repeatGiven.orElse(1),
                saboteurs,
                described());
    }

    private Optional<OutFolder> folder(Problems problems) {
        try {
            return Optional.of(OutFolder.at(Path.of(out)));
        } catch (InvalidOption e) {
            problems.add(e);
            return Optional.empty();
        }
    }

    /** Short enough to type again. */
    static long randomSeed() {
        return new SecureRandom().nextInt(1, 1_000_000_000);
    }

    private SortedMap<String, String> described() {
        SortedMap<String, String> options = new TreeMap<>();
        ServerOptions.put(options, "tag", tags.isEmpty() ? null : String.join(",", tags));
        ServerOptions.put(options, "long", longForm ? "true" : null);
        ServerOptions.put(options, "saboteurs", saboteurs ? "true" : null);
        ServerOptions.put(options, "seed", seed);
        ServerOptions.put(options, "sessions", sessions);
        ServerOptions.put(options, "duration", duration);
        ServerOptions.put(options, "rate", rate);
        ServerOptions.put(options, "repeat", repeat);
        ServerOptions.put(options, "out", out);
        server.describe(options);
        ServerOptions.put(options, "through", through);
        return options;
    }
}
