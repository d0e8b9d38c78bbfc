package dev.holdfast.junit.internal;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One statement of a script.
 *
 * @param text from its first token to its last, without the semicolon
 * @param line of its first token, from 1
 * @param column of its first token, from 1
 * @param data what follows {@code COPY … FROM stdin;}, without the line {@code \.}; present for such a statement only
 */
record SqlStatement(String text, int line, int column, Optional<String> data) {
    private static final int EXCERPT = 200;
    private static final Pattern PASSWORD = Pattern.compile("(?i)(\\bpassword\\s+)E?'(?:[^']|'')*'?");

    /**
     * Where a character of it stands in the script: {@code line 12, column 5}.
     *
     * @param position of the character in {@link #text}, from 1, as PostgreSQL counts: in code points
     */
    String place(int position) {
        int end = position <= text.codePointCount(0, text.length())
                ? text.offsetByCodePoints(0, position - 1)
                : text.length();
        String before = text.substring(0, end);
        int newline = before.lastIndexOf('\n');
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        int shift = newline < 0 ? column : 1;
        return "line " + (line + lines) + ", column " + (shift + before.codePointCount(newline + 1, before.length()));
    }

    /** Its beginning, on one line, without passwords. */
    String excerpt() {
        String oneLine = PASSWORD.matcher(text).replaceAll("$1'********'").replaceAll("\\s+", " ");
        return oneLine.length() <= EXCERPT ? oneLine : oneLine.substring(0, EXCERPT) + "…";
    }
}
