package dev.holdfast.proof.spec.internal;

import dev.holdfast.wire.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The two lines that libpq shows for a position in a query: the line in question, cut to 60 columns around the place, and
 * a cursor below it. Wide characters take two columns.
 */
final class ErrorCursor {
    private static final int COLUMNS = 60;
    private static final int KEPT_TO_THE_RIGHT = 10;

    private final int[] characters;
    private final Charset charset;

    ErrorCursor(Bytes query, boolean utf8) {
        this.charset = utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        this.characters = query.text(charset).codePoints().toArray();
    }

    /** {@code position} counts characters from 1. Nothing if it lies outside of the query. */
    Words at(int position) {
        int place = position - 1;
        return place < 0 || place > characters.length ? new Words() : show(place);
    }

    private Words show(int place) {
        int begin = lineBegin(place);
        int lineEnd = lineEnd(place);
        int from = begin;
        int to = lineEnd;
        if (width(begin, lineEnd) > COLUMNS) {
            if (width(begin, place) + KEPT_TO_THE_RIGHT <= COLUMNS) {
                to = cutRight(begin, to);
            } else {
                while (width(place, to) > KEPT_TO_THE_RIGHT) {
                    to--;
                }
                while (width(from, to) > COLUMNS) {
                    from++;
                }
            }
        }
        String lead = "LINE " + line(place) + ": " + (from > begin ? "..." : "");
        return new Words()
                .add(lead)
                .add(Bytes.of(text(from, to), charset))
                .add(to < lineEnd ? "..." : "")
                .add("\n")
                .repeat(' ', lead.length() + width(from, place))
                .add("^\n");
    }

    private int cutRight(int from, int to) {
        int end = to;
        while (width(from, end) > COLUMNS) {
            end--;
        }
        return end;
    }

    private int lineBegin(int place) {
        int begin = place;
        while (begin > 0 && !endsLine(characters[begin - 1])) {
            begin--;
        }
        return begin;
    }

    private int lineEnd(int place) {
        int end = place;
        while (end < characters.length && !endsLine(characters[end])) {
            end++;
        }
        return end;
    }

    /** From 1; a carriage return and the newline after it end one line. */
    private int line(int place) {
        int line = 1;
        for (int i = 0; i < place; i++) {
            boolean second = characters[i] == '\n' && i > 0 && characters[i - 1] == '\r';
            if (endsLine(characters[i]) && !second) {
                line++;
            }
        }
        return line;
    }

    private static boolean endsLine(int character) {
        return character == '\n' || character == '\r';
    }

    private String text(int from, int to) {
        return new String(characters, from, to - from).replace('\t', ' ');
    }

    private int width(int from, int to) {
        int width = 0;
        for (int i = from; i < to; i++) {
            width += isWide(characters[i]) ? 2 : 1;
        }
        return width;
    }

    /** East Asian wide and fullwidth characters, by their blocks. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0xffe0 && c <= 0xffe6)
                        || (c >= 0x1f300 && c <= 0x1f64f)
                        || (c >= 0x1f900 && c <= 0x1f9ff)
                        || (c >= 0x20000 && c <= 0x3fffd));
    }
}
