package dev.holdfast.proof.spec.internal;

import dev.holdfast.wire.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The lines in which two texts differ. Memory is linear in their lengths. */
public final class Difference {
    private final List<String> before;
    private final List<String> after;

    /** The lines of each that the other doesn't have in the same place. */
    private final BitSet removed;

    private final BitSet added;

    private Difference(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        this.removed = all(before);
        this.added = all(after);
        compare();
    }

    /** Compares {@code after} with {@code before}. */
    public static Difference of(Bytes before, Bytes after) {
        Charset charset = isUtf8(before) && isUtf8(after) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        return new Difference(lines(before.text(charset)), lines(after.text(charset)));
    }

    private static boolean isUtf8(Bytes text) {
        return Bytes.of(text.text()).equals(text);
    }

    /** A last line without a newline differs from one that has it, and is marked as {@code diff} does. */
    private static List<String> lines(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        int last = lines.size() - 1;
        if (lines.get(last).isEmpty()) {
            return lines.subList(0, last);
        }
        return IntStream.rangeClosed(0, last)
                .mapToObj(i -> lines.get(i) + (i == last ? "\n\\ No newline at end of file" : ""))
                .toList();
    }

    private static BitSet all(Collection<String> lines) {
        BitSet all = new BitSet(lines.size());
        all.set(0, lines.size());
        return all;
    }

    /** Lines that only one of them has differ in any case; without them the search is fast where much differs. */
    private void compare() {
        int[] beforeShared = shared(before, new HashSet<>(after));
        int[] afterShared = shared(after, new HashSet<>(before));
        Map<String, Integer> numbers = new HashMap<>();
        CommonLines lines =
                CommonLines.of(numbers(before, beforeShared, numbers), numbers(after, afterShared, numbers));
        keepChanged(removed, beforeShared, lines.removed());
        keepChanged(added, afterShared, lines.added());
    }

    /** Lines that are the same have the same number. */
    private static int[] numbers(List<String> lines, int[] places, Map<String, Integer> numbers) {
        return IntStream.of(places)
                .map(i -> numbers.computeIfAbsent(lines.get(i), line -> numbers.size()))
                .toArray();
    }

    private static void keepChanged(BitSet all, int[] places, BitSet changed) {
        for (int i = 0; i < places.length; i++) {
            all.set(places[i], changed.get(i));
        }
    }

    private static int[] shared(List<String> lines, Set<String> others) {
        return IntStream.range(0, lines.size())
                .filter(i -> others.contains(lines.get(i)))
                .toArray();
    }

    /** How many lines differ, of both together. */
    public int size() {
        return removed.cardinality() + added.cardinality();
    }

    /** As a unified diff with three lines of context. */
    public String unified(String beforeName, String afterName) {
        return "--- " + beforeName + "\n+++ " + afterName + "\n" + Unified.of(before, after, removed, added);
    }
}
