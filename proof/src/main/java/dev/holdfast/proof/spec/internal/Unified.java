package dev.holdfast.proof.spec.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Differences as {@code diff -u} writes them: in hunks, with three lines around. */
final class Unified {
    private static final int CONTEXT = 3;

    /** What becomes of a line: {@code '-'}, {@code '+'} or {@code ' '}. */
    private record Line(char mark, String text) {}

    private final List<Line> lines = new ArrayList<>();

    /** Places in {@link #lines} that are shown. */
    private final BitSet shown = new BitSet();

    private Unified() {}

    /** {@code removed} are places in {@code before}, {@code added} are places in {@code after}. */
    static String of(List<String> before, List<String> after, BitSet removed, BitSet added) {
        Unified unified = new Unified();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (removed.get(i)) {
                unified.changed('-', before.get(i++));
            } else if (added.get(j)) {
                unified.changed('+', after.get(j++));
            } else {
                unified.lines.add(new Line(' ', before.get(i++)));
                j++;
            }
        }
        return unified.hunks();
    }

    private void changed(char mark, String text) {
        shown.set(Math.max(0, lines.size() - CONTEXT), lines.size() + CONTEXT + 1);
        lines.add(new Line(mark, text));
    }

    private String hunks() {
        StringBuilder text = new StringBuilder();
        int done = 0;
        int before = 0;
        int after = 0;
        for (int from = shown.nextSetBit(0); from >= 0 && from < lines.size(); from = shown.nextSetBit(done)) {
            before += from - done;
            after += from - done;
            done = Math.min(shown.nextClearBit(from), lines.size());
            List<Line> hunk = lines.subList(from, done);
            int removing = without('+', hunk);
            int adding = without('-', hunk);
            text.append("@@ -" + range(before, removing) + " +" + range(after, adding) + " @@\n");
            hunk.forEach(line -> text.append(line.mark()).append(line.text()).append('\n'));
            before += removing;
            after += adding;
        }
        return text.toString();
    }

    private static int without(char mark, List<Line> hunk) {
        return (int) hunk.stream().filter(line -> line.mark() != mark).count();
    }

    /** The number of the first line, and how many; the line before, if there are none. */
    private static String range(int before, int count) {
        return (count == 0 ? before : before + 1) + "," + count;
    }
}
