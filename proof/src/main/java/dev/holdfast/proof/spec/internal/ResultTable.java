package dev.holdfast.proof.spec.internal;

import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as libpq's {@code PQprint} aligns them: header, a rule, the rows, their count, an empty line. Widths are bytes; a
 * column is to the right if every value that isn't empty looks like a number, also if there is none.
 */
final class ResultTable {
    private final List<Backend.Field> fields;
    private final List<Backend.DataRow> rows;

    private ResultTable(Answer.Rows answer) {
        this.fields = answer.fields();
        this.rows = answer.rows();
    }

    /** Nothing at all for rows without columns. */
    static Bytes text(Answer.Rows answer) {
        return answer.fields().isEmpty() ? Bytes.EMPTY : new ResultTable(answer).text();
    }

    private Bytes text() {
        int columns = fields.size();
        int[] widths = new int[columns];
        boolean[] right = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = width(column);
            right[column] = isNumeric(column);
        }
        Words text = new Words();
        line(text, fields.stream().map(Backend.Field::name).toList(), widths, right);
        rule(text, widths);
        for (Backend.DataRow row : rows) {
            line(text, row.values(), widths, right);
        }
        return text.add("(%d row%s)\n\n".formatted(rows.size(), rows.size() == 1 ? "" : "s"))
                .bytes();
    }

    private int width(int column) {
        int width = fields.get(column).name().length();
        for (Backend.DataRow row : rows) {
            Bytes value = row.values().get(column);
            width = value == null || isNothing(value) ? width : Math.max(width, value.length());
        }
        return width;
    }

    private boolean isNumeric(int column) {
        for (Backend.DataRow row : rows) {
            Bytes value = row.values().get(column);
            if (value != null && !isNothing(value) && !looksNumeric(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNothing(Bytes value) {
        return value.isEmpty() || value.at(0) == 0;
    }

    /** Digits, points, exponents, blanks and minus signs only, not beginning with an exponent, ending with a digit. */
    private static boolean looksNumeric(Bytes value) {
        String text = untilNul(value).text(StandardCharsets.ISO_8859_1);
        char last = text.charAt(text.length() - 1);
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || ".Ee -".indexOf(c) >= 0)
                && "Ee".indexOf(text.charAt(0)) < 0
                && last >= '0'
                && last <= '9';
    }

    /** Values of binary cursors may hold a NUL, at which the reference stops. */
    private static Bytes untilNul(Bytes value) {
        byte[] content = value.toArray();
        int end = 0;
        while (end < content.length && content[end] != 0) {
            end++;
        }
        return end == content.length ? value : Bytes.of(java.util.Arrays.copyOf(content, end));
    }

    private static void line(Words text, List<? extends @Nullable Bytes> values, int[] widths, boolean[] right) {
        for (int column = 0; column < widths.length; column++) {
            Bytes value = values.get(column);
            Bytes shown = value == null ? Bytes.EMPTY : untilNul(value);
            int padding = widths[column] - shown.length();
            text.repeat(' ', right[column] ? padding : 0).add(shown).repeat(' ', right[column] ? 0 : padding);
            text.add(column + 1 < widths.length ? "|" : "\n");
        }
    }

    private static void rule(Words text, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            text.repeat('-', widths[column]).add(column + 1 < widths.length ? "+" : "\n");
        }
    }
}
