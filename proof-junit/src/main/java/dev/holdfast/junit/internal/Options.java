package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.servers.Durability;
import dev.holdfast.servers.EmbeddedOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a test asks for, and what the configuration says. Every mistake is told at once, on the test it concerns.
 *
 * @param server {@code embedded}, a URL, or a name that a provider knows
 * @param embedded how an embedded server is started; nothing for another one
 * @param ownServer whether nobody else may use the server
 * @param lifetime of databases
 * @param ahead how many databases are kept ready
 * @param recycle whether databases are put back as they were and lent again
 * @param keep for how long the databases of failed tests are kept after the run; zero for not at all
 */
record Options(
        String server,
        Optional<EmbeddedOptions> embedded,
        boolean ownServer,
        Holdfast.Lifetime lifetime,
        int ahead,
        boolean recycle,
        Duration keep) {
    static final String EMBEDDED = "embedded";

    /** Tests in parallel, forks and builds share one server; a connection that isn't open costs next to nothing. */
    private static final int MAX_CONNECTIONS = 500;

    private static final int AHEAD = 4;

    /** Reads {@code asked}; what it leaves out, {@code configuration} says ({@code holdfast.server} and so on). */
    static Options of(Holdfast asked, boolean onClass, Function<String, Optional<String>> configuration) {
        Problems problems = new Problems();
        String server = first(asked.server(), configuration.apply("holdfast.server"), EMBEDDED);
        Options options = new Options(
                server,
                server.equals(EMBEDDED) ? embedded(asked, configuration, problems) : Optional.empty(),
                asked.ownServer(),
                asked.database(),
                number("holdfast.ahead", configuration, AHEAD, 0, 100, problems),
                truth("holdfast.recycle", configuration, problems),
                keep(configuration, problems));
        options.refuseContradictions(asked, onClass, problems);
        problems.throwIfAny();
        return options;
    }

    private static String first(String asked, Optional<String> configured, String otherwise) {
        return asked.isBlank() ? configured.filter(text -> !text.isBlank()).orElse(otherwise) : asked;
    }

    /** Each choice is tried by itself, so that every mistake is told. */
    private static Optional<EmbeddedOptions> embedded(
            Holdfast asked, Function<String, Optional<String>> configuration, Problems problems) {
        String version = first(
                asked.postgres(),
                configuration.apply("holdfast.postgres"),
                EmbeddedOptions.onClassPath().orElse(EmbeddedOptions.PINNED_VERSION));
        Path parent = Path.of(configuration.apply("holdfast.directory").orElse("/tmp"));
        EmbeddedOptions options = EmbeddedOptions.defaults()
                .withMaxConnections(MAX_CONNECTIONS)
                .withDurability(Durability.KILLED_PROCESS)
                .withSetting("max_prepared_transactions", "64")
                .withSetting("wal_level", "logical")
                .withSetting("autovacuum", "off")
                .withSetting("deadlock_timeout", "100ms"); // a test shouldn't wait a second for each
        options = tried(options, problems, chosen -> chosen.withVersion(version));
        options = tried(options, problems, chosen -> chosen.withParent(parent));
        for (Map.Entry<String, String> setting : settings(asked, problems).entrySet()) {
            options = tried(options, problems, chosen -> chosen.withSetting(setting.getKey(), setting.getValue()));
        }
        return Optional.of(options);
    }

    private static EmbeddedOptions tried(
            EmbeddedOptions options, Problems problems, UnaryOperator<EmbeddedOptions> choice) {
        try {
            return choice.apply(options);
        } catch (InvalidOption e) {
            problems.add(e);
            return options;
        }
    }

    private static Map<String, String> settings(Holdfast asked, Problems problems) {
        Map<String, String> settings = new TreeMap<>();
        for (String setting : asked.settings()) {
            int equals = setting.indexOf('=');
            if (equals <= 0) {
                problems.add("not a setting", "\"" + setting + "\" was given.", "Write name=value.");
            } else if (settings.put(
                            setting.substring(0, equals).strip(),
                            setting.substring(equals + 1).strip())
                    != null) {
                problems.add("a setting is given twice", "\"" + setting + "\" was given.", "Give it once.");
            }
        }
        return settings;
    }

    private void refuseContradictions(Holdfast asked, boolean onClass, Problems problems) {
        if (!server.equals(EMBEDDED)) {
            List<String> useless = new ArrayList<>();
            if (!asked.postgres().isBlank()) {
                useless.add("postgres");
            }
            if (asked.settings().length > 0) {
                useless.add("settings");
            }
            if (asked.ownServer()) {
                useless.add("ownServer");
            }
            if (!useless.isEmpty()) {
                problems.add(
                        "@Holdfast asks for what only an embedded server can give",
                        String.join(", ", useless) + " was given with a server that isn't ours.",
                        "Leave it out, or write server = \"embedded\".");
            }
        }
        if (!onClass && lifetime == Holdfast.Lifetime.CLASS) {
            problems.add(
                    "a database for a class is asked for on a method",
                    "@Holdfast(database = CLASS) was given there.",
                    "Move it to the class.");
        }
    }

    private static int number(
            String name,
            Function<String, Optional<String>> configuration,
            int otherwise,
            int least,
            int most,
            Problems problems) {
        Optional<String> text = configuration.apply(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().matches("\\d{1,9}")
                && Integer.parseInt(text.get()) >= least
                && Integer.parseInt(text.get()) <= most) {
            return Integer.parseInt(text.get());
        }
        problems.add(
                name + " is not a number in range",
                "\"" + text.get() + "\" was given.",
                "From " + least + " to " + most + "; " + otherwise + " is usual.");
        return otherwise;
    }

    private static boolean truth(String name, Function<String, Optional<String>> configuration, Problems problems) {
        String text = configuration.apply(name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(name + " is neither true nor false", "\"" + text + "\" was given.", "Write true or false.");
        }
        return text.equals("true");
    }

    private static Duration keep(Function<String, Optional<String>> configuration, Problems problems) {
        String text = configuration.apply("holdfast.keep").orElse("PT0S");
        try {
            Duration keep = Duration.parse(text.startsWith("P") ? text : "PT" + text);
            if (!keep.isNegative() && keep.compareTo(Duration.ofHours(12)) <= 0) {
                return keep;
            }
        } catch (DateTimeParseException e) {
            // told below, as a time out of range is
        }
        problems.add(
                "holdfast.keep is no time up to 12 hours",
                "\"" + text + "\" was given.",
                "Write for example 10m: so long are databases of failed tests kept after the run.");
        return Duration.ZERO;
    }
}
