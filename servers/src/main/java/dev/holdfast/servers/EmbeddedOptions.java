package dev.holdfast.servers;

import dev.holdfast.core.Problems;
import dev.holdfast.servers.internal.Binaries;
import dev.holdfast.servers.internal.PostgresVersion;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How an embedded server is started. Immutable; each {@code with} makes a changed copy and refuses, all at once, what
 * can't be.
 *
 * @param version a published version: {@code 15}, {@code 15.19}, {@code 18.6.0}
 * @param installed instead of a published version: the directory of an installed PostgreSQL's programs
 * @param durability what it promises about acknowledged commits
 * @param maxConnections the server's {@code max_connections}
 * @param settings further settings, as in {@code postgresql.conf}
 * @param parent where the run directory is made; short, as it holds a Unix socket
 */
public record EmbeddedOptions(
        String version,
        Optional<Path> installed,
        Durability durability,
        int maxConnections,
        Map<String, String> settings,
        Path parent) {
    /** The version that everything is tested with. */
    public static final String PINNED_VERSION = "18.6.0";

    private static final int LONGEST_PARENT = 60;
    private static final Pattern SETTING = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    /** Settings that tell us where the server is and what it says, and those with an option of their own. */
    private static final Set<String> TAKEN = Set.of(
            "config_file",
            "data_directory",
            "dynamic_shared_memory_type",
            "external_pid_file",
            "hba_file",
            "listen_addresses",
            "log_destination",
            "log_line_prefix",
            "log_timezone",
            "logging_collector",
            "lc_messages",
            "max_connections",
            "port",
            "shared_memory_type",
            "unix_socket_directories");

    public EmbeddedOptions {
        settings = Map.copyOf(settings);
        Problems problems = new Problems();
        if (maxConnections < 1 || maxConnections > 10_000) {
            problems.add(
                    "max_connections is out of range",
                    maxConnections + " was given.",
                    "Choose from 1 to 10000; 100 is usual.");
        }
        if (installed.isEmpty()) {
            try {
                PostgresVersion.of(version);
            } catch (dev.holdfast.core.InvalidOption e) {
                problems.add(e);
            }
        }
        if (parent.toString().length() > LONGEST_PARENT) {
            problems.add(
                    "the directory for runs has too long a path",
                    parent + " has " + parent.toString().length()
                            + " characters; a Unix socket's path has at most 107.",
                    "Choose one of at most " + LONGEST_PARENT + " characters, for example /tmp.");
        }
        for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
            check(setting.getKey(), setting.getValue(), durability, problems);
        }
        problems.throwIfAny();
    }

    /** The pinned version, which survives a killed process, with 100 connections, in {@code /tmp}. */
    public static EmbeddedOptions defaults() {
        return new EmbeddedOptions(
                PINNED_VERSION, Optional.empty(), Durability.KILLED_PROCESS, 100, Map.of(), Path.of("/tmp"));
    }

    /** The version whose binaries are on the class path, if there is exactly one. */
    public static Optional<String> onClassPath() {
        Set<String> versions = Binaries.versionsOnClassPath();
        return versions.size() == 1 ? Optional.of(versions.iterator().next()) : Optional.empty();
    }

    private static void check(String name, String value, Durability durability, Problems problems) {
        String key = name.toLowerCase(Locale.ROOT);
        if (!SETTING.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ')) {
            problems.add(
                    "not a setting",
                    "\"" + name + "\" was given.",
                    "A name as in postgresql.conf, and a value on one line.");
        } else if (TAKEN.contains(key)) {
            problems.add(
                    "the setting " + key + " can't be chosen",
                    "Holdfast finds, reads and ends the server by it, or has an option for it.",
                    key.equals("max_connections") ? "Use the option maxConnections." : "Leave it out.");
        } else if (durability.needs(key) && isOff(value)) {
            problems.add(
                    "the setting " + key + " = " + value + " contradicts the durability that this run claims",
                    "Claimed: " + durability.claim() + ".",
                    "Leave the setting out, or claim Durability.NONE.");
        }
    }

    private static boolean isOff(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        return text.equals("0")
                || (text.length() > 1 && "off".startsWith(text))
                || (!text.isEmpty() && ("no".startsWith(text) || "false".startsWith(text)));
    }

    public EmbeddedOptions withVersion(String newVersion) {
        return new EmbeddedOptions(newVersion, Optional.empty(), durability, maxConnections, settings, parent);
    }

    /** Uses an installed PostgreSQL, for example the one in {@code /usr/lib/postgresql/15/bin}. */
    public EmbeddedOptions withInstalled(Path programs) {
        return new EmbeddedOptions(version, Optional.of(programs), durability, maxConnections, settings, parent);
    }

    public EmbeddedOptions withDurability(Durability newDurability) {
        return new EmbeddedOptions(version, installed, newDurability, maxConnections, settings, parent);
    }

    public EmbeddedOptions withMaxConnections(int newMaxConnections) {
        return new EmbeddedOptions(version, installed, durability, newMaxConnections, settings, parent);
    }

    /** Adds or replaces one setting. */
    public EmbeddedOptions withSetting(String name, String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(name, value);
        return new EmbeddedOptions(version, installed, durability, maxConnections, changed, parent);
    }

    public EmbeddedOptions withParent(Path newParent) {
        return new EmbeddedOptions(version, installed, durability, maxConnections, settings, newParent);
    }
}
