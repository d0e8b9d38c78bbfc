package dev.holdfast.cli.terminal;

import dev.holdfast.cli.report.Argument;
import dev.holdfast.cli.report.Entry;
import dev.holdfast.cli.report.Exposures;
import dev.holdfast.cli.report.Run;
import dev.holdfast.cli.report.Saboteurs;
import dev.holdfast.cli.report.ScenarioRuns;
import dev.holdfast.cli.report.Words;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.WordUtils;

/** The end of a run as text: a line for each scenario, then the arguments, then the totals. */
public final class VerdictTable {
    private static final int SHOWN_VIOLATIONS = 3;
    private static final List<String> TITLES =
            List.of("scenario", "verdict", "rate/s", "p99 ms", "saboteurs", "exposure");

    private final Run run;
    private final Screen screen;
    private final Paint paint;
    private final StringBuilder text = new StringBuilder();

    private VerdictTable(Run run, Screen screen) {
        this.run = run;
        this.screen = screen;
        this.paint = new Paint(screen.colored());
    }

    /** {@code report} is where the last line says that the report lies. */
    public static String text(Run run, Screen screen, Path report) {
        return new VerdictTable(run, screen).write(report);
    }

    private String write(Path report) {
        table();
        List<ScenarioRuns> scenarios = run.scenarios();
        scenarios.forEach(this::violations);
        scenarios.forEach(this::unknown);
        scenarios.forEach(this::survivors);
        notApplicable(scenarios);
        line("");
        if (!run.server().durability().isEmpty()) {
            wrapped("", run.server().durability());
        }
        String cut = run.interrupted() ? "; interrupted, what is missing is unknown" : "";
        line("  seed " + run.seed() + ", replay: " + run.replay());
        String totals = Words.text("%s in %s%s", run.totals().sentence(), Words.time(run.duration()), cut);
        line(paint.bold(totals) + "; report: " + report);
        return text.toString();
    }

    private record Row(Verdict verdict, List<String> cells, String sentence) {}

    private void table() {
        List<Row> rows = run.scenarios().stream()
                .filter(scenario -> !(scenario.verdict() instanceof Verdict.NotApplicable))
                .map(VerdictTable::row)
                .toList();
        int[] widths = widths(rows);
        int longest =
                rows.stream().mapToInt(row -> row.sentence().length()).max().orElse(0);
        boolean roomy = before(widths) + longest <= screen.columns();
        line(aligned(TITLES, widths, TITLES.get(1)));
        for (Row row : rows) {
            List<String> cells = new ArrayList<>(row.cells());
            if (roomy) {
                cells.set(5, row.sentence());
            }
            line(aligned(cells, widths, paint.of(row.verdict(), cells.get(1))));
        }
    }

    private static Row row(ScenarioRuns scenario) {
        Entry worst = scenario.worst();
        Result result = worst.result();
        String repeated = repeated(scenario);
        return new Row(
                worst.verdict(),
                List.of(
                        scenario.id(),
                        Words.of(worst.verdict()),
                        Words.rate(result.ratePerSecond()),
                        Words.millis(result.latency().p99()),
                        Exposures.caught(scenario),
                        repeated + Exposures.shortly(worst)),
                repeated + Exposures.sentence(worst));
    }

    private static String repeated(ScenarioRuns scenario) {
        int all = scenario.iterations().size();
        return all == 1 ? "" : Words.text("%d of %d: ", scenario.likeWorst().size(), all);
    }

    private static int[] widths(List<Row> rows) {
        int[] widths = new int[TITLES.size()];
        for (int column = 0; column < widths.length; column++) {
            int at = column;
            widths[column] = Math.max(
                    TITLES.get(at).length(),
                    rows.stream()
                            .mapToInt(row -> row.cells().get(at).length())
                            .max()
                            .orElse(0));
        }
        return widths;
    }

    private static int before(int[] widths) {
        int before = 0;
        for (int column = 0; column < widths.length - 1; column++) {
            before += widths[column] + 2;
        }
        return before;
    }

    private static String aligned(List<String> cells, int[] widths, String verdict) {
        String gap = " ".repeat(widths[1] - cells.get(1).length());
        return String.format(
                        Locale.ROOT,
                        "%-" + widths[0] + "s  %s%s  %" + widths[2] + "s  %" + widths[3] + "s  %" + widths[4] + "s  %s",
                        cells.get(0),
                        verdict,
                        gap,
                        cells.get(2),
                        cells.get(3),
                        cells.get(4),
                        cells.get(5))
                .stripTrailing();
    }

    private void violations(ScenarioRuns scenario) {
        Result result = scenario.worst().result();
        List<Violation> violations = Argument.smallestFirst(result);
        for (Violation violation : violations.subList(0, Math.min(violations.size(), SHOWN_VIOLATIONS))) {
            heading(scenario, violation.invariant() + " is broken");
            Argument.timeline(violation.events()).lines().forEach(line -> line("  " + line));
            wrapped("why it cannot be: ", violation.argument());
        }
        if (violations.isEmpty()) {
            return;
        }
        if (violations.size() > SHOWN_VIOLATIONS) {
            line(Words.text(
                    "  and %s, all in results.json",
                    Words.counted(violations.size() - SHOWN_VIOLATIONS, "more violation")));
        }
        wrapped("counts: ", Argument.counts(result));
        repetitions(scenario);
        line("  replay: " + Argument.replay(run, result));
    }

    private void unknown(ScenarioRuns scenario) {
        if (scenario.verdict() instanceof Verdict.Unknown unknown) {
            heading(scenario, "unknown, " + unknown.reason().code());
            unknown.reason().text().lines().forEach(line -> wrapped("", line));
            repetitions(scenario);
            line("  replay: " + Argument.replay(run, scenario.worst().result()));
        }
    }

    private void repetitions(ScenarioRuns scenario) {
        if (!scenario.repetitions().isEmpty()) {
            wrapped("repetitions: ", scenario.repetitions());
        }
    }

    private void survivors(ScenarioRuns scenario) {
        for (Entry entry : scenario.iterations()) {
            for (SaboteurResult survivor : entry.survivors()) {
                line("");
                line(paint.red(Words.text(
                        "%s: saboteur %s survived",
                        scenario.id(), survivor.saboteur().id())));
                wrapped("fault: ", survivor.saboteur().fault());
                wrapped("", Saboteurs.sentence(survivor));
            }
        }
    }

    private void heading(ScenarioRuns scenario, String what) {
        line("");
        line(paint.of(scenario.verdict(), scenario.id() + ": " + what));
    }

    private void notApplicable(List<ScenarioRuns> scenarios) {
        List<ScenarioRuns> absent = scenarios.stream()
                .filter(scenario -> scenario.verdict() instanceof Verdict.NotApplicable)
                .toList();
        if (absent.isEmpty()) {
            return;
        }
        line("");
        line("not applicable here:");
        for (ScenarioRuns scenario : absent) {
            if (scenario.verdict() instanceof Verdict.NotApplicable why) {
                wrapped(scenario.id() + ": ", why.reason().text());
            }
        }
    }

    private void wrapped(String lead, String paragraph) {
        String folded = WordUtils.wrap(lead + paragraph, screen.columns() - 4, "\n    ", false);
        line("  " + folded);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
