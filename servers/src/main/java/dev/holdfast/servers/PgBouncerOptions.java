package dev.holdfast.servers;

import dev.holdfast.core.Problems;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a PgBouncer is started. Immutable.
 *
 * @param mode when a server connection goes back to the pool
 * @param settings further settings of {@code pgbouncer.ini}'s section {@code [pgbouncer]}
 */
public record PgBouncerOptions(Mode mode, Map<String, String> settings) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Set<String> TAKEN = Set.of(
            "admin_users",
            "auth_file",
            "auth_hba_file",
            "auth_type",
            "auth_user",
            "listen_addr",
            "listen_port",
            "logfile",
            "pidfile",
            "pool_mode",
            "so_reuseport",
            "syslog",
            "unix_socket_dir",
            "user");

    /** When a server connection goes back to the pool. */
    public enum Mode {
        /** When the client disconnects. */
        SESSION,
        /** When its transaction ends. */
        TRANSACTION,
        /** When its statement ends; transactions of several statements are refused. */
        STATEMENT;

        String setting() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PgBouncerOptions {
        settings = Map.copyOf(settings);
        Problems problems = new Problems();
        for (Map.Entry<String, String> setting : new TreeMap<>(settings).entrySet()) {
            if (!NAME.matcher(setting.getKey()).matches()
                    || setting.getValue().chars().anyMatch(c -> c < ' ')) {
                problems.add("not a setting of PgBouncer", "\"" + setting.getKey() + "\" was given.", "");
            } else if (TAKEN.contains(setting.getKey())) {
                problems.add(
                        "the setting " + setting.getKey() + " can't be chosen",
                        "Holdfast finds and ends the pooler by it, or has an option for it.",
                        setting.getKey().equals("pool_mode") ? "Use the option mode." : "Leave it out.");
            }
        }
        problems.throwIfAny();
    }

    public static PgBouncerOptions of(Mode mode) {
        return new PgBouncerOptions(mode, Map.of());
    }

    /** Adds or replaces one setting. */
    public PgBouncerOptions withSetting(String name, String value) {
        return withSettings(Map.of(name, value));
    }

    PgBouncerOptions withSettings(Map<String, String> changes) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.putAll(changes);
        return new PgBouncerOptions(mode, changed);
    }
}
