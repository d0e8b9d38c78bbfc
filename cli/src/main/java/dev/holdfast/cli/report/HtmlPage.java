package dev.holdfast.cli.report;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the template of the report names; all texts are plain and escaped by the template. */
record HtmlPage(Run run, String style, String library, String script) {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A name and a value. */
    record Pair(String name, String value) {}

    String version() {
        return run.holdfastVersion();
    }

    String started() {
        return MOMENT.format(run.started());
    }

    String outcome() {
        return switch (run.outcome()) {
            case HOLDS -> "holds";
            case VIOLATED, SURVIVED -> "violated";
            case UNKNOWN -> "unknown";
        };
    }

    String sign() {
        return switch (run.outcome()) {
            case HOLDS -> "✓";
            case VIOLATED, SURVIVED -> "✗";
            case UNKNOWN -> "?";
        };
    }

    /** The sentence of the outcome up to its colon. */
    String verdict() {
        return run.inWords().substring(0, run.inWords().indexOf(':'));
    }

    /** The rest of the sentence. */
    String lede() {
        String rest = run.inWords().substring(run.inWords().indexOf(':') + 2);
        return rest.substring(0, 1).toUpperCase(Locale.ROOT) + rest.substring(1);
    }

    String totals() {
        return run.totals().sentence();
    }

    String durability() {
        return run.server().durability();
    }

    List<Pair> about() {
        List<Pair> about = new ArrayList<>();
        about.add(new Pair("Started", started()));
        about.add(new Pair("Took", Words.time(run.duration())));
        about.add(new Pair("Seed", seed()));
        about.add(new Pair("PostgreSQL", run.server().version()));
        about.add(new Pair("Driver", run.driver()));
        about.add(new Pair("Pool", run.pool()));
        about.add(new Pair(
                "Machine",
                Words.text(
                        "%s, %s",
                        Words.counted(run.machine().cores(), "core"),
                        run.machine().os())));
        about.add(new Pair("JDK", run.machine().jdk()));
        if (!run.server().settings().isEmpty()) {
            about.add(new Pair("Settings", joined(run.server().settings())));
        }
        return about;
    }

    private static String joined(java.util.Map<String, String> values) {
        return String.join(
                ", ",
                values.entrySet().stream()
                        .map(value -> value.getKey() + " = " + value.getValue())
                        .toList());
    }

    String command() {
        return run.command();
    }

    String replay() {
        return run.replay();
    }

    String seed() {
        return Long.toString(run.seed());
    }

    List<HtmlScenario> scenarios() {
        List<ScenarioRuns> all = run.scenarios();
        List<HtmlScenario> shown = new ArrayList<>();
        for (int index = 0; index < all.size(); index++) {
            shown.add(new HtmlScenario(run, all.get(index), index));
        }
        return shown;
    }

    String data() {
        return ChartData.json(run);
    }
}
