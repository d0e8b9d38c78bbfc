package dev.holdfast.cli.report;

import dev.holdfast.cli.report.HtmlPage.Pair;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Invariant;
import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Second;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import dev.holdfast.proof.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One scenario as the template names it: the figures of its worst iteration. */
record HtmlScenario(Run run, ScenarioRuns runs, int index) {
    private static final int SHOWN_VIOLATIONS = 3;

    record WitnessRow(String id, String sentence, String seen, String minimum, boolean enough) {}

    record InvariantRow(String id, String sentence, String state, String stateWords) {}

    record ViolationBox(String invariant, String sentence, String timeline, String argument) {}

    record StateRow(String code, String times, boolean declared) {}

    record SaboteurRow(
            String id,
            String fault,
            String breaks,
            String state,
            String ending,
            String why,
            String attempts,
            List<SeenBox> seen) {}

    /** What turned a saboteur's twin red. */
    record SeenBox(String timeline, String argument, String counts) {}

    record IterationRow(int iteration, String label, String words, String seed, String operations, String rate) {}

    private Entry worst() {
        return runs.worst();
    }

    private Result result() {
        return worst().result();
    }

    private Card card() {
        return result().card();
    }

    String id() {
        return runs.id();
    }

    String anchor() {
        return "scenario-" + id().replaceAll("[^A-Za-z0-9-]", "-");
    }

    String label() {
        return runs.verdict().label();
    }

    String words() {
        return Words.of(runs.verdict());
    }

    String sign() {
        return switch (runs.verdict()) {
            case Verdict.Holds holds -> "✓";
            case Verdict.Violated violated -> "✗";
            case Verdict.Unknown unknown -> "?";
            case Verdict.NotApplicable absent -> "–";
        };
    }

    boolean open() {
        return violated()
                || runs.verdict() instanceof Verdict.Unknown
                || !survivors().isEmpty();
    }

    private List<SaboteurResult> survivors() {
        return runs.iterations().stream()
                .flatMap(entry -> entry.survivors().stream())
                .toList();
    }

    boolean violated() {
        return runs.verdict() instanceof Verdict.Violated;
    }

    /** Whether there are any figures. */
    boolean played() {
        return result().operations() > 0;
    }

    String claim() {
        return card().claim();
    }

    String source() {
        return card().source();
    }

    List<String> tags() {
        return card().tags();
    }

    String seed() {
        return Long.toString(result().seed());
    }

    String exposure() {
        return Exposures.sentence(worst());
    }

    String operations() {
        return played() ? Words.count(result().operations()) : "";
    }

    String rate() {
        return played() ? Words.rate(result().ratePerSecond()) : "";
    }

    String p50() {
        return played() ? Words.millis(result().latency().p50()) : "";
    }

    String p99() {
        return played() ? Words.millis(result().latency().p99()) : "";
    }

    String deadlocks() {
        return played() ? Words.count(result().deadlocks()) : "";
    }

    String caught() {
        return Exposures.caught(runs);
    }

    String repetitions() {
        String sentence = runs.repetitions();
        return sentence.isEmpty() ? "" : sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** One or none. */
    List<Verdict.Reason> reason() {
        return switch (runs.verdict()) {
            case Verdict.Unknown unknown -> List.of(unknown.reason());
            case Verdict.NotApplicable absent -> List.of(absent.reason());
            case Verdict.Holds holds -> List.of();
            case Verdict.Violated violated -> List.of();
        };
    }

    List<WitnessRow> witnesses() {
        return card().witnesses().stream().map(this::witness).toList();
    }

    private WitnessRow witness(Witness witness) {
        long seen = result().witness().getOrDefault(witness.id(), 0L);
        boolean enough = !played() || seen >= witness.minimum();
        return new WitnessRow(
                witness.id(), witness.sentence(), Words.count(seen), Words.count(witness.minimum()), enough);
    }

    List<InvariantRow> invariants() {
        return card().invariants().stream().map(this::invariant).toList();
    }

    private InvariantRow invariant(Invariant invariant) {
        boolean broken = result().violations().stream()
                .anyMatch(violation -> violation.invariant().equals(invariant.id()));
        return switch (runs.verdict()) {
            case Verdict.Holds holds -> row(invariant, "held", "held");
            case Verdict.Violated violated ->
                broken ? row(invariant, "broken", "broken") : row(invariant, "", "not seen broken");
            case Verdict.Unknown unknown -> row(invariant, "undecided", "not decided");
            case Verdict.NotApplicable absent -> row(invariant, "untried", "not tried");
        };
    }

    private static InvariantRow row(Invariant invariant, String state, String words) {
        return new InvariantRow(invariant.id(), invariant.sentence(), state, words);
    }

    List<ViolationBox> violations() {
        return Argument.smallestFirst(result()).stream()
                .limit(SHOWN_VIOLATIONS)
                .map(this::box)
                .toList();
    }

    private ViolationBox box(Violation violation) {
        String sentence = card().invariants().stream()
                .filter(invariant -> invariant.id().equals(violation.invariant()))
                .map(Invariant::sentence)
                .findFirst()
                .orElse("");
        return new ViolationBox(
                violation.invariant(), sentence, Argument.timeline(violation.events()), violation.argument());
    }

    String more() {
        int more = result().violations().size() - SHOWN_VIOLATIONS;
        return more > 0
                ? Words.text("And %s, all in results.json and in timelines.", Words.counted(more, "more violation"))
                : "";
    }

    String counts() {
        return Argument.counts(result());
    }

    String replay() {
        return Argument.replay(run, result());
    }

    List<Pair> figures() {
        Result result = result();
        Latency latency = result.latency();
        Result.Resolved doubt = result.resolved();
        List<Pair> figures = new ArrayList<>();
        figures.add(new Pair("sessions", Words.count(result.form().sessions())));
        figures.add(new Pair("operations", operations()));
        figures.add(new Pair("committed", Words.count(result.committed())));
        figures.add(new Pair("aborted", Words.count(result.aborted())));
        if (doubt.committed() + doubt.aborted() + doubt.unresolved() > 0) {
            figures.add(new Pair(
                    "in doubt, then settled",
                    Words.text(
                            "%s committed, %s aborted, %s unresolved",
                            Words.count(doubt.committed()),
                            Words.count(doubt.aborted()),
                            Words.count(doubt.unresolved()))));
        }
        figures.add(new Pair("per second", rate()));
        figures.add(new Pair("mean ms", Words.millis(latency.avg())));
        figures.add(new Pair("p50 ms", p50()));
        figures.add(new Pair("p95 ms", Words.millis(latency.p95())));
        figures.add(new Pair("p99 ms", p99()));
        figures.add(new Pair("slowest ms", Words.millis(latency.max())));
        figures.add(new Pair("deadlocks", deadlocks()));
        figures.add(new Pair("observations", Words.count(result.exposure().observations())));
        figures.add(new Pair("took", Words.time(result.duration())));
        return figures;
    }

    String latencyLabel() {
        Latency latency = result().latency();
        return Words.text(
                "Latency in milliseconds: half took at most %s, 99 %% at most %s, the slowest %s",
                Words.millis(latency.p50()), Words.millis(latency.p99()), Words.millis(latency.max()));
    }

    /** The chart's label; empty where there is too little to draw. */
    String throughput() {
        List<Second> seconds = Seconds.of(result());
        if (seconds.size() < 3) {
            return "";
        }
        long least = seconds.stream().mapToLong(Second::operations).min().orElse(0);
        long most = seconds.stream().mapToLong(Second::operations).max().orElse(0);
        return Words.text(
                "Operations answered in each of %d seconds: from %s to %s",
                seconds.size(), Words.count(least), Words.count(most));
    }

    List<String> marks() {
        return worst().marks().stream()
                .map(mark -> Words.text("%s after %s", mark.label(), Words.time(since(mark))))
                .toList();
    }

    private Duration since(Mark mark) {
        return Duration.between(result().started(), mark.at());
    }

    boolean hasStates() {
        return !result().sqlStates().isEmpty();
    }

    List<StateRow> states() {
        List<StateRow> states = new ArrayList<>();
        result().sqlStates().forEach((state, times) -> states.add(state(state, times)));
        return states;
    }

    private StateRow state(SqlState state, long times) {
        return new StateRow(state.code(), Words.count(times), card().declared().contains(state));
    }

    boolean hasFacts() {
        return !result().facts().isEmpty();
    }

    List<Pair> facts() {
        List<Pair> facts = new ArrayList<>();
        result().facts().forEach((name, value) -> facts.add(new Pair(name, value)));
        return facts;
    }

    boolean hasSaboteurs() {
        return !runs.saboteurs().isEmpty();
    }

    List<SaboteurRow> saboteurs() {
        return runs.saboteurs().stream().map(HtmlScenario::row).toList();
    }

    private static SaboteurRow row(SaboteurResult result) {
        String ending = Saboteurs.ending(result);
        return new SaboteurRow(
                result.saboteur().id(),
                result.saboteur().fault(),
                result.saboteur().breaks(),
                ending.replace(' ', '_'),
                ending,
                result.caught() ? "" : Saboteurs.sentence(result),
                Words.text("%d of %d", result.attempts(), result.saboteur().attempts()),
                seen(result));
    }

    /** The smallest of the violations that the saboteur names; none if it was not caught. */
    private static List<SeenBox> seen(SaboteurResult result) {
        return Argument.smallestFirst(result.last()).stream()
                .filter(violation ->
                        violation.invariant().equals(result.saboteur().breaks()))
                .limit(1)
                .map(violation -> new SeenBox(
                        Argument.timeline(violation.events()), violation.argument(), Argument.counts(result.last())))
                .toList();
    }

    boolean repeated() {
        return runs.iterations().size() > 1;
    }

    List<IterationRow> iterations() {
        return runs.iterations().stream().map(HtmlScenario::row).toList();
    }

    private static IterationRow row(Entry entry) {
        Result result = entry.result();
        return new IterationRow(
                result.iteration(),
                entry.verdict().label(),
                Words.of(entry.verdict()),
                Long.toString(result.seed()),
                Words.count(result.operations()),
                Words.rate(result.ratePerSecond()));
    }
}
