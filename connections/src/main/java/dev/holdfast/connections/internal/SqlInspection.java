package dev.holdfast.connections.internal;

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
    private static final List<String> HARMLESS_PREFIXES = List.of("pg_advisory_xact_", "pg_try_advisory_xact_");

    /** Texts found harmless, each at the place of its hash; a newer one takes the older one's place. Races lose an entry. */
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
        if (sql.equals(KNOWN[place])) {
            return false;
        }
        boolean harmless = new SqlInspection(sql).isHarmless();
        if (harmless && sql.length() <= LONGEST_KNOWN) {
            KNOWN[place] = sql;
        }
        return !harmless;
    }

    /** Without what earlier calls found. */
    static boolean mayChangeSessionUncached(String sql) {
        return !new SqlInspection(sql).isHarmless();
    }

    private static int place(String sql) {
        int hash = sql.hashCode();
        return (hash ^ (hash >>> 16)) & (KNOWN.length - 1);
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
        String name = sql.substring(at + 1, end);
        at = end + 1;
        return !changes(name);
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
        String word = sql.substring(start, at).toLowerCase(Locale.ROOT);
        return first ? startsHarmless(word) : !changes(word) && !escapes(word);
    }

    private boolean startsHarmless(String word) {
        first = false;
        return HARMLESS.contains(word);
    }

    /** Whether this was the U of {@code U&"\0073et_config"}. */
    private boolean escapes(String word) {
        return word.equals("u") && at < sql.length() && sql.charAt(at) == '&' && (follows('"') || follows('\''));
    }

    private static boolean changes(String word) {
        return switch (word.isEmpty() ? ' ' : word.charAt(0)) {
            case 'c', 'd', 'l', 'p', 'q', 's', 't', 'x' ->
                CHANGING.contains(word)
                        || (startsWithAny(word, CHANGING_PREFIXES) && !startsWithAny(word, HARMLESS_PREFIXES));
            default -> false;
        };
    }

    private static boolean startsWithAny(String word, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (word.startsWith(prefix)) {
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
