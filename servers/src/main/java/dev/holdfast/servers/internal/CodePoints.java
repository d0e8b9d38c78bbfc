package dev.holdfast.servers.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A set of code points, kept as ranges. Immutable. */
final class CodePoints {
    private static final int HEXADECIMAL = 16;

    /** Where a range begins, and where it is over, in turn. Sorted. */
    private final int[] bounds;

    private CodePoints(int[] bounds) {
        this.bounds = bounds;
    }

    /** {@code A0 2000-200B}: hexadecimal, ascending, with gaps between the ranges. */
    static CodePoints of(String ranges) {
        return new CodePoints(
                Stream.of(ranges.split(" ")).flatMapToInt(CodePoints::range).toArray());
    }

    private static IntStream range(String text) {
        int dash = text.indexOf('-');
        return dash < 0
                ? IntStream.of(number(text), number(text) + 1)
                : IntStream.of(number(text.substring(0, dash)), number(text.substring(dash + 1)) + 1);
    }

    private static int number(String text) {
        return Integer.parseInt(text, HEXADECIMAL);
    }

    /** Reads a file beside this class: {@code name:}, then ranges, on as many lines as it takes; {@code #} is a comment. */
    static Map<String, CodePoints> tables(String file) {
        Map<String, StringBuilder> texts = new HashMap<>();
        StringBuilder current = new StringBuilder();
        for (String line : read(file).lines().filter(l -> !l.startsWith("#")).toList()) {
            if (line.endsWith(":")) {
                current = texts.computeIfAbsent(line.substring(0, line.length() - 1), name -> new StringBuilder());
            } else {
                current.append(line).append(' ');
            }
        }
        Map<String, CodePoints> tables = new HashMap<>();
        texts.forEach((name, text) -> tables.put(name, of(text.toString().strip())));
        return tables;
    }

    private static String read(String file) {
        try (InputStream in = CodePoints.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(int codePoint) {
        int at = Arrays.binarySearch(bounds, codePoint);
        int begun = at >= 0 ? at + 1 : -(at + 1);
        return begun % 2 == 1;
    }
}
