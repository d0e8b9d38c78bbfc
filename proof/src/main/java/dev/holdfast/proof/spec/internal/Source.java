package dev.holdfast.proof.spec.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.wire.Bytes;
import java.util.Arrays;

/** The bytes that are read, and how a place in them is called. */
final class Source {
    private final String label;
    private final byte[] content;

    Source(String label, Bytes content) {
        this.label = label;
        this.content = content.toArray();
    }

    int length() {
        return content.length;
    }

    byte at(int index) {
        return content[index];
    }

    Bytes slice(int from, int to) {
        return Bytes.of(Arrays.copyOfRange(content, from, to));
    }

    InvalidOption refused(int offset, String what, String detail, String hint) {
        return new InvalidOption(place(offset) + ": " + what, detail, hint);
    }

    /** {@code LABEL:LINE:COLUMN}; columns are characters if the line is UTF-8, and bytes if it isn't. */
    String place(int offset) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < offset; i++) {
            if (content[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return label + ":" + line + ":" + (1 + width(start, offset));
    }

    private int width(int start, int offset) {
        int end = offset;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        Bytes line = slice(start, end);
        boolean utf8 = Bytes.of(line.text()).equals(line);
        return utf8 ? (int) slice(start, offset).text().codePoints().count() : offset - start;
    }
}
