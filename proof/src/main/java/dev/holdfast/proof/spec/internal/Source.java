package dev.holdfast.proof.spec.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
        try {
            CharBuffer line = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, start, end - start));
            String before = new String(content, start, offset - start, StandardCharsets.UTF_8);
            return line.isEmpty() ? 0 : before.codePointCount(0, before.length());
        } catch (CharacterCodingException e) {
            return offset - start;
        }
    }
}
