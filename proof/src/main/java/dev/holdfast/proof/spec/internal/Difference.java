package dev.holdfast.proof.spec.internal;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.ChangeDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.holdfast.wire.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The lines in which two texts differ. Memory is linear in their lengths. */
public final class Difference {
    private static final int CONTEXT = 3;

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
        for (int i : beforeShared) {
            removed.clear(i);
        }
        for (int i : afterShared) {
            added.clear(i);
        }
        Patch<String> patch = DiffUtils.diff(
                pick(before, beforeShared),
                pick(after, afterShared),
                MyersDiffWithLinearSpace.factory().create());
        for (AbstractDelta<String> delta : patch.getDeltas()) {
            mark(removed, delta.getSource(), beforeShared);
            mark(added, delta.getTarget(), afterShared);
        }
    }

    private static int[] shared(List<String> lines, Set<String> others) {
        return IntStream.range(0, lines.size())
                .filter(i -> others.contains(lines.get(i)))
                .toArray();
    }

    private static List<String> pick(List<String> lines, int[] places) {
        return IntStream.of(places).mapToObj(lines::get).toList();
    }

    private static void mark(BitSet changed, Chunk<String> chunk, int[] places) {
        for (int i = 0; i < chunk.size(); i++) {
            changed.set(places[chunk.getPosition() + i]);
        }
    }

    /** How many lines differ, of both together. */
    public int size() {
        return removed.cardinality() + added.cardinality();
    }

    /** As a unified diff with three lines of context. */
    public String unified(String beforeName, String afterName) {
        Patch<String> patch = new Patch<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            int nextI = removed.nextClearBit(i);
            int nextJ = added.nextClearBit(j);
            if (nextI > i || nextJ > j) {
                patch.addDelta(new ChangeDelta<>(
                        new Chunk<>(i, before.subList(i, nextI)), new Chunk<>(j, after.subList(j, nextJ))));
            }
            i = nextI + 1;
            j = nextJ + 1;
        }
        return String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(beforeName, afterName, before, patch, CONTEXT))
                + "\n";
    }
}
