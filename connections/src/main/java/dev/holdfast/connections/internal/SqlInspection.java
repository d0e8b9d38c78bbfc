package dev.holdfast.connections.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a statement's text as PostgreSQL's own scanner would, and says whether it may change the session. It knows a few
 * things that surely don't and takes everything else for a change: being wrong in that direction costs one round trip.
 *
 * <p>Harmless is a text whose statements all begin with one of {@link #HARMLESS} and that has none of the words that change
 * a session from within such a statement, quoted or not. Not seen is what a function, a trigger, a view's rule or a default
 * does inside. {@code nextval}, like an insert into a table with a serial, is harmless: it leaves the last value of a
 * sequence in the session, where only a lease that asks for it without having drawn one would find it. DDL isn't, being rare
 * and in part temporary.
 */
final class SqlInspection {
    /** What a statement begins with, if it neither changes the session by itself nor runs what could. */
    private static final Set<String> HARMLESS = Set.of(
            "select",
            "insert",
            "update",
            "delete",
            "merge",
            "values",
            "table",
            "with",
            "show",
            "truncate",
            "lock",
            "notify",
            "begin",
            "start",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release",
            "fetch",
            "move",
            "close");

    /** Words that change the session from within a harmless statement, and functions that run a text. */
    static final Set<String> CHANGING = Set.of(
            "temp",
            "temporary",
            "pg_settings",
            "setseed",
            "ts_stat",
            "ts_rewrite",
            "connectby",
            "xpath_table",
            "cursor_to_xml",
            "cursor_to_xmlschema");

    /** The like, by how they begin. */
    static final List<String> CHANGING_PREFIXES = List.of(
            "set_",
            "pg_advisory_",
            "pg_try_advisory_",
            "pg_temp",
            "pg_export_",
            "pg_replication_origin_",
            "pg_backup_",
            "pg_start_backup",
            "pg_create_",
            "pg_copy_",
            "pg_logical_slot_",
            "query_to_xml",
            "crosstab",
            "dblink",
            "lo_");

    /** Locks that end with the transaction. */
    private static final String[] HARMLESS_PREFIXES = {"pg_advisory_xact_", "pg_try_advisory_xact_"};

    private static final String[][] CHANGING_BY_LETTER = byLetter(CHANGING);
    private static final String[][] PREFIXES_BY_LETTER = byLetter(CHANGING_PREFIXES);

    /** Texts found harmless, at each even place the latest with its hash, and the one before it beside. Races lose an entry. */
    private static final @Nullable String[] KNOWN = new @Nullable String[512];

    /** Longer ones aren't kept. */
    private static final int LONGEST_KNOWN = 4096;

    private final String sql;
    private int at;
    private boolean first = true;

    private SqlInspection(String sql) {
        this.sql = sql;
    }

    /** False only if the text surely changes nothing. */
    static boolean mayChangeSession(String sql) {
        int place = place(sql);
        if (sql.equals(KNOWN[place]) || sql.equals(KNOWN[place + 1])) {
            return false;
        }
        boolean harmless = new SqlInspection(sql).isHarmless();
        if (harmless && sql.length() <= LONGEST_KNOWN) {
            KNOWN[place + 1] = KNOWN[place];
            KNOWN[place] = sql;
        }
        return !harmless;
    }

    /** Without what earlier calls found. */
    static boolean mayChangeSessionUncached(String sql) {
        return !new SqlInspection(sql).isHarmless();
    }

    private static String[][] byLetter(Collection<String> words) {
        String[][] byLetter = new String['z' - 'a' + 1][];
        for (int i = 0; i < byLetter.length; i++) {
            String letter = String.valueOf((char) ('a' + i));
            byLetter[i] = words.stream().filter(word -> word.startsWith(letter)).toArray(String[]::new);
        }
        return byLetter;
    }

    private static int place(String sql) {
        return ((sql.hashCode() * 0x9E3779B9) >>> 16) & (KNOWN.length - 2);
    }

    private boolean isHarmless() {
        while (at < sql.length()) {
            if (!passToken()) {
                return false;
            }
        }
        return true;
    }

    /** Passes a word, a quoted thing, a comment or a character. False if it may change the session, or can't be understood. */
    private boolean passToken() {
        char c = sql.charAt(at);
        if (isLetter(c)) {
            return passWord();
        }
        return switch (c) {
            case ' ', '\t', '\n', '\r', '\f', '\u000b', '(' -> pass(1);
            case ';' -> startStatement();
            case '-' -> follows('-') ? passLine() : passInside();
            case '/' -> follows('*') ? passComment() : passInside();
            case '\'' -> !first && passString();
            case '"' -> !first && passQuotedName();
            case '$' -> !first && passDollar();
            case '{' -> false; // JDBC's escape: the driver makes something else of it
            default -> c < 0x80 && c != 0 && passInside();
        };
    }

    private boolean pass(int characters) {
        at += characters;
        return true;
    }

    private boolean startStatement() {
        first = true;
        return pass(1);
    }

    /** A character that no statement begins with. */
    private boolean passInside() {
        return !first && pass(1);
    }

    private boolean follows(char c) {
        return at + 1 < sql.length() && sql.charAt(at + 1) == c;
    }

    private boolean passLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
        return true;
    }

    /** Comments nest. */
    private boolean passComment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        return depth == 0;
    }

    /** A doubled quote reads as the end of one string and the start of the next. What a backslash means is a setting's business. */
    private boolean passString() {
        int end = sql.indexOf('\'', at + 1);
        int backslash = sql.indexOf('\\', at + 1);
        if (end < 0 || (backslash >= 0 && backslash < end)) {
            return false;
        }
        at = end + 1;
        return true;
    }

    private boolean passQuotedName() {
        int end = sql.indexOf('"', at + 1);
        if (end < 0) {
            return false;
        }
        int start = at + 1;
        at = end + 1;
        return !changes(start, end);
    }

    /** A parameter, or a dollar quote's text, which nobody executes. After a digit, server and driver disagree what it is. */
    private boolean passDollar() {
        int end = at + 1;
        while (end < sql.length() && isNamePart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        boolean opens = end < sql.length() && sql.charAt(end) == '$' && (end == at + 1 || isLetter(sql.charAt(at + 1)));
        return opens ? !isNamePart(sql.charAt(at - 1)) && passDollarQuote(sql.substring(at, end + 1)) : pass(1);
    }

    private boolean passDollarQuote(String mark) {
        int end = sql.indexOf(mark, at + mark.length());
        at = end + mark.length();
        return end >= 0;
    }

    private boolean passWord() {
        int start = at;
        while (at < sql.length() && isNamePart(sql.charAt(at))) {
            if (sql.charAt(at) >= 0x80) {
                return false; // how it folds is a locale's business
            }
            at++;
        }
        return first ? startsHarmless(start) : !changes(start, at) && !escapes(start);
    }

    private boolean startsHarmless(int start) {
        first = false;
        return HARMLESS.contains(sql.substring(start, at).toLowerCase(Locale.ROOT));
    }

    /** Whether this was the U of {@code U&"\0073et_config"}. */
    private boolean escapes(int start) {
        return at - start == 1
                && (sql.charAt(start) | 0x20) == 'u'
                && at < sql.length()
                && sql.charAt(at) == '&'
                && (follows('"') || follows('\''));
    }

    /** Whether the word from {@code start} to {@code end} is among those that change the session. */
    private boolean changes(int start, int end) {
        int letter = start < end ? (sql.charAt(start) | 0x20) - 'a' : -1;
        return letter >= 0
                && letter < CHANGING_BY_LETTER.length
                && (isAmong(CHANGING_BY_LETTER[letter], start, end)
                        || (beginsWith(PREFIXES_BY_LETTER[letter], start, end)
                                && !beginsWith(HARMLESS_PREFIXES, start, end)));
    }

    private boolean isAmong(String[] words, int start, int end) {
        for (String word : words) {
            if (word.length() == end - start && sql.regionMatches(true, start, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsWith(String[] prefixes, int start, int end) {
        for (String prefix : prefixes) {
            if (prefix.length() <= end - start && sql.regionMatches(true, start, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isNamePart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
