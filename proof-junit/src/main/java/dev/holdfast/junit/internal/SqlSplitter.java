package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where each statement of a script ends. A semicolon ends one unless it is quoted, in a comment, in parentheses (rules
 * have several actions), or in the body of a function that is written {@code BEGIN ATOMIC … END}. Quotes are read as with
 * {@code standard_conforming_strings = on}. What is not closed is left for the server to complain about, with one exception:
 * a comment, which would silently swallow the rest. Used once, by one thread.
 */
final class SqlSplitter {
    /** A literal goes on after a line break, with the rules that its beginning has. */
    private static final Pattern CONTINUED = Pattern.compile(
            "\\G(?:[ \\t\\f\\x0B]++|--[^\\r\\n]*+)*+[\\r\\n](?:[ \\t\\f\\x0B\\r\\n]++|--[^\\r\\n]*+[\\r\\n])*+'");

    private static final Pattern DOLLAR_QUOTE =
            Pattern.compile("\\G\\$(?:[A-Za-z_\\x80-\\uFFFF][A-Za-z0-9_\\x80-\\uFFFF]*)?\\$");
    private static final Pattern COMMAND = Pattern.compile("\\G\\\\(\\S*)");
    private static final Pattern REST_OF_LINE = Pattern.compile("\\G[ \\t\\f\\x0B\\r]*(?:--[^\\n]*)?(?:\\n|\\z)");

    /** After it, a backslash would hide a quote. */
    private static final Pattern BACKSLASHES = Pattern.compile(
            "(?i)SET\\s+(SESSION\\s+|LOCAL\\s+)?standard_conforming_strings\\s*(=|TO\\b)\\s*'?(off?|f\\w*|no?|0)\\b.*");

    /** Written by pg_dump around its output, so that psql refuses commands hidden in the data; we refuse all of them. */
    private static final List<String> HARMLESS = List.of("restrict", "unrestrict");

    private static final Map<String, String> INSTEAD = Map.of(
            "i", "List that file in @Template, before or after this one.",
            "ir", "List that file in @Template, before or after this one.",
            "include", "List that file in @Template, before or after this one.",
            "c", "Leave it out: a template is one database, and the script is connected to it.",
            "connect", "Leave it out: a template is one database, and the script is connected to it.",
            "copy", "Write COPY … FROM stdin; with the data below it, and a line \\. at the end.",
            "set", "Write the value where it is used; psql's variables aren't known here.",
            ".", "It ends the data of COPY … FROM stdin; and there are none here.");

    private final String name;
    private final String text;
    private final List<SqlStatement> found = new ArrayList<>();
    private int at;

    /** Of the statement being read; -1 before its first token. */
    private int start = -1;

    private int end;
    private int parentheses;

    /** How many END are awaited: one of the body, one for each CASE in it. */
    private int ends;

    private String first = "";
    private String previous = "";
    private boolean copiesIn;

    /** Lines are counted as far as here. */
    private int counted;

    private int line = 1;

    SqlSplitter(String name, String text) {
        this.name = name;
        this.text = text;
    }

    List<SqlStatement> statements() {
        while (at < text.length()) {
            if (!blank() && !comment()) {
                token(text.charAt(at));
            }
        }
        finish();
        return found;
    }

    private boolean blank() {
        if (!isBlank(text.charAt(at))) {
            return false;
        }
        at++;
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private boolean comment() {
        if (text.startsWith("--", at)) {
            at = endOfLine();
            return true;
        }
        if (text.startsWith("/*", at)) {
            nestedComment();
            return true;
        }
        return false;
    }

    private int endOfLine() {
        int newline = text.indexOf('\n', at);
        return newline < 0 ? text.length() : newline;
    }

    private void nestedComment() {
        int begin = at;
        int depth = 0;
        do {
            if (at >= text.length()) {
                throw refused(
                        begin, "a comment isn't closed", "It would hide all that follows.", "Write */ at its end.");
            }
            depth += text.startsWith("/*", at) ? 1 : text.startsWith("*/", at) ? -1 : 0;
            at += text.startsWith("/*", at) || text.startsWith("*/", at) ? 2 : 1;
        } while (depth > 0);
    }

    private void token(char c) {
        switch (c) {
            case ';' -> semicolon();
            case '\\' -> command();
            default -> {
                if (start < 0) {
                    start = at;
                }
                partOfStatement(c);
                end = at;
            }
        }
    }

    private void partOfStatement(char c) {
        if (startsWord(c)) {
            word();
            return;
        }
        previous = String.valueOf(c);
        switch (c) {
            case '\'', '"' -> quoted(c);
            case '$' -> dollar();
            case '(' -> parenthesis(1);
            case ')' -> parenthesis(-1);
            default -> at++;
        }
    }

    private static boolean startsWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void parenthesis(int change) {
        parentheses = Math.max(0, parentheses + change);
        at++;
    }

    private void word() {
        int begin = at;
        while (at < text.length()
                && (startsWord(text.charAt(at)) || isDigit(text.charAt(at)) || text.charAt(at) == '$')) {
            at++;
        }
        String word = text.substring(begin, at).toUpperCase(Locale.ROOT);
        if (word.equals("E") && at < text.length() && text.charAt(at) == '\'') {
            escaped();
        } else {
            keyword(word);
        }
        first = first.isEmpty() ? word : first;
        previous = word;
    }

    private void keyword(String word) {
        boolean name = previous.equals("AS") || previous.equals(".");
        if (parentheses > 0 || name) {
            return;
        }
        switch (word) {
            case "ATOMIC" -> ends += ends == 0 && first.equals("CREATE") && previous.equals("BEGIN") ? 1 : 0;
            case "CASE" -> ends += ends > 0 ? 1 : 0;
            case "END" -> ends -= ends > 0 ? 1 : 0;
            case "STDIN" -> copiesIn |= first.equals("COPY") && previous.equals("FROM");
            default -> {}
        }
    }

    /** A doubled quote ends a literal and begins the next one, which comes to the same. */
    private void quoted(char quote) {
        int close = text.indexOf(quote, at + 1);
        at = close < 0 ? text.length() : close + 1;
    }

    private void escaped() {
        do {
            at++;
            while (at < text.length() && text.charAt(at) != '\'') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(at + 1, text.length());
        } while (escapedGoesOn());
    }

    private boolean escapedGoesOn() {
        if (at < text.length() && text.charAt(at) == '\'') {
            return true;
        }
        Matcher continued = CONTINUED.matcher(text);
        if (!continued.find(at)) {
            return false;
        }
        at = continued.end() - 1;
        return true;
    }

    private void dollar() {
        Matcher quote = DOLLAR_QUOTE.matcher(text);
        if (quote.find(at)) {
            int close = text.indexOf(quote.group(), quote.end());
            at = close < 0 ? text.length() : close + quote.group().length();
        } else {
            at++;
        }
    }

    private void semicolon() {
        if (parentheses > 0 || ends > 0) {
            previous = ";";
            at++;
            return;
        }
        at++;
        finish();
    }

    private void finish() {
        if (start >= 0) {
            int begin = start;
            int column = column(begin);
            int lineOfIt = line;
            String statement = text.substring(begin, end);
            refuseBackslashes(begin, statement);
            Optional<String> data = copiesIn ? Optional.of(data(begin)) : Optional.empty();
            found.add(new SqlStatement(statement, lineOfIt, column, data));
        }
        start = -1;
        parentheses = 0;
        ends = 0;
        first = "";
        previous = "";
        copiesIn = false;
    }

    private void refuseBackslashes(int begin, String statement) {
        if (BACKSLASHES.matcher(statement).matches()) {
            throw refused(
                    begin,
                    "standard_conforming_strings can't be turned off",
                    "Where statements end is found with it on.",
                    "Leave this line out, and write E'…' where a backslash is to escape.");
        }
    }

    private String data(int begin) {
        Matcher rest = REST_OF_LINE.matcher(text);
        if (!rest.find(at)) {
            throw refused(
                    begin,
                    "something stands between COPY … FROM stdin; and its data",
                    "The data begin on the next line.",
                    "Begin a new line after the data's end, \\.");
        }
        int from = rest.end();
        at = from;
        while (at < text.length()) {
            int lineStart = at;
            at = Math.min(endOfLine() + 1, text.length());
            if (text.substring(lineStart, at).stripTrailing().equals("\\.")) {
                return text.substring(from, lineStart);
            }
        }
        throw refused(
                begin,
                "the data of COPY … FROM stdin have no end",
                "The script ends before it; perhaps it was cut off.",
                "Write a line \\. below the data.");
    }

    private void command() {
        Matcher command = COMMAND.matcher(text);
        String word = command.find(at) ? command.group(1) : "";
        if (start < 0 && HARMLESS.contains(word)) {
            at = endOfLine();
            return;
        }
        throw refused(
                at,
                "psql's command \\" + word + " can't be run",
                "Scripts go to the server, which knows no such commands.",
                INSTEAD.getOrDefault(word, "Remove it, or do in SQL, or in Java (@Template(by = …)), what it does."));
    }

    private int column(int offset) {
        for (; counted < offset; counted++) {
            line += text.charAt(counted) == '\n' ? 1 : 0;
        }
        return text.codePointCount(text.lastIndexOf('\n', offset - 1) + 1, offset) + 1;
    }

    private InvalidOption refused(int offset, String what, String detail, String hint) {
        int column = column(offset);
        return new InvalidOption(name + ", line " + line + ", column " + column + ": " + what, detail, hint);
    }
}
