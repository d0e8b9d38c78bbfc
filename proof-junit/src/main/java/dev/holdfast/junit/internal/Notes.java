package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where statements were run that may leave something behind, as far as they passed through our connections: the last few
 * hundred. Other statements cost a look at their text. Thread-safe.
 */
final class Notes {
    private static final int MOST = 500;
    private static final int MOST_NAMES = 200;

    private static final Pattern LASTING = Pattern.compile(
            "(^|;)\\s*(set|listen|prepare|declare|create|begin|start)\\b|set_config|advisory|replication_slot|\\bpg_temp\\b"
                    + "|\\binto\\s+temp",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SETS = Pattern.compile("(^|;)\\s*set\\b|set_config", Pattern.CASE_INSENSITIVE);
    private static final Pattern CUSTOM = Pattern.compile("\\b([A-Za-z_]\\w*\\.[A-Za-z_]\\w*)\\b");

    private record Note(int pid, String text, Throwable where) {}

    @GuardedBy("this")
    private final Deque<Note> notes = new ArrayDeque<>();

    /** Settings with a dot in their names, which PostgreSQL lists nowhere. */
    @GuardedBy("this")
    private final Set<String> custom = new LinkedHashSet<>();

    /** Takes note of a statement if it is worth it. */
    void statement(int pid, String sql) {
        if (LASTING.matcher(sql).find()) {
            add(pid, sql);
            names(sql, sql);
        }
    }

    /** Takes note of a value that was bound in {@code sql}: it may be a setting's name, or a lock's key. */
    void bound(int pid, String sql, Object value) {
        if (LASTING.matcher(sql).find()) {
            names(sql, value.toString());
            add(pid, sql + " " + value);
        }
    }

    private synchronized void names(String sql, String text) {
        if (SETS.matcher(sql).find() && custom.size() < MOST_NAMES) {
            Matcher found = CUSTOM.matcher(text);
            while (found.find()) {
                custom.add(found.group(1));
            }
        }
    }

    /** Takes note of a call that is no statement, {@code setSchema} for example. */
    synchronized void add(int pid, String text) {
        notes.addFirst(new Note(pid, unquoted(text), new Throwable("noted")));
        if (notes.size() > MOST) {
            notes.removeLast();
        }
    }

    /** Names as they are, not as they are quoted: it's, not it''s. */
    private static String unquoted(String text) {
        return text.toLowerCase(Locale.ROOT).replace("''", "'").replace("\"\"", "\"");
    }

    /** The frames of the last note of session {@code pid} (0: of any) that has all of {@code words}; empty if none has. */
    String find(int pid, String... words) {
        Throwable where = last(pid, words);
        return where == null ? "" : Frames.of(where);
    }

    /** Where the last statement of a session with all of {@code words} was run; null if none is known. */
    synchronized @Nullable Throwable last(int pid, String... words) {
        for (Note note : notes) {
            if ((pid == 0 || note.pid() == pid) && hasAll(note.text(), words)) {
                return note.where();
            }
        }
        return null;
    }

    private static boolean hasAll(String text, String... words) {
        for (String word : words) {
            if (!text.contains(word.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    synchronized Set<String> customSettings() {
        return Set.copyOf(custom);
    }
}
