package dev.holdfast.proof.spec.internal;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The fewest lines to remove and to add that make one text of another, by Myers' "An O(ND) Difference Algorithm and Its
 * Variations" (1986) with its refinement in linear space: a place in the middle of a shortest way is found from both ends,
 * then the ways to it and from it. Lines are numbers, equal for equal lines.
 */
final class CommonLines {
    /** Not reached on this diagonal. */
    private static final int NOT = -1;

    private final int[] before;
    private final int[] after;
    private final BitSet removed = new BitSet();
    private final BitSet added = new BitSet();

    /** How far one gets on each diagonal, from the beginning and from the end; shifted, as diagonals may be negative. */
    private final int[] forward;

    private final int[] backward;
    private final int shift;

    private CommonLines(int[] before, int[] after) {
        this.before = before;
        this.after = after;
        this.shift = (before.length + after.length) / 2 + 3;
        this.forward = new int[2 * shift + 1];
        this.backward = new int[2 * shift + 1];
    }

    static CommonLines of(int[] before, int[] after) {
        CommonLines lines = new CommonLines(before, after);
        lines.compare(0, before.length, 0, after.length);
        return lines;
    }

    /** Places in the text before. */
    BitSet removed() {
        return removed;
    }

    /** Places in the text after. */
    BitSet added() {
        return added;
    }

    /** Splits at the middle until one side is empty: what is left of the other differs. */
    private void compare(int left, int right, int top, int bottom) {
        int x = left;
        int y = top;
        while (x < right && y < bottom && before[x] == after[y]) {
            x++;
            y++;
        }
        int u = right;
        int v = bottom;
        while (x < u && y < v && before[u - 1] == after[v - 1]) {
            u--;
            v--;
        }
        if (x == u || y == v) {
            removed.set(x, u);
            added.set(y, v);
        } else {
            Place middle = new Box(x, u, y, v).middle();
            compare(x, middle.x, y, middle.y);
            compare(middle.x, u, middle.y, v);
        }
    }

    /** So many lines of the one and of the other text are done. */
    private record Place(int x, int y) {}

    /** A part of both texts, neither empty; their first lines differ, and so do their last. */
    private final class Box {
        private final int left;
        private final int right;
        private final int top;
        private final int bottom;
        private final int width;
        private final int height;

        /** Where the end lies, seen from the beginning, and the other way round. */
        private final int last;

        Box(int left, int right, int top, int bottom) {
            this.left = left;
            this.right = right;
            this.top = top;
            this.bottom = bottom;
            this.width = right - left;
            this.height = bottom - top;
            this.last = width - height;
        }

        /** On a shortest way, with as many differences before it as after it, or one more. */
        Place middle() {
            for (int differences = 0; ; differences++) {
                Place met = advance(differences);
                if (met != null) {
                    return new Place(left + met.x, top + met.y);
                }
                met = retreat(differences);
                if (met != null) {
                    return new Place(right - met.x, bottom - met.y);
                }
            }
        }

        private @Nullable Place advance(int differences) {
            return walk(differences, forward, backward, true, last % 2 != 0, differences - 1);
        }

        private @Nullable Place retreat(int differences) {
            return walk(differences, backward, forward, false, last % 2 == 0, differences);
        }

        /** One difference further on each diagonal; where the other direction is met, if it {@code mayMeet} now. */
        private @Nullable Place walk(
                int differences, int[] own, int[] others, boolean ahead, boolean mayMeet, int othersReach) {
            own[shift - differences - 1] = NOT;
            own[shift + differences + 1] = NOT;
            for (int k = -differences; k <= differences; k += 2) {
                int x = along(differences == 0 ? 0 : step(own, k), k, ahead);
                own[shift + k] = x;
                int facing = last - k;
                if (mayMeet
                        && x != NOT
                        && Math.abs(facing) <= othersReach
                        && others[shift + facing] != NOT
                        && x + others[shift + facing] >= width) {
                    return new Place(x, x - k);
                }
            }
            return null;
        }

        /** Onto diagonal {@code k} from the one above or the one below it, whichever leads further. */
        private int step(int[] own, int k) {
            int removing = own[shift + k - 1];
            int adding = own[shift + k + 1];
            return Math.max(
                    removing == NOT || removing == width ? NOT : removing + 1,
                    adding == NOT || adding - k > height ? NOT : adding);
        }

        /** As far as the lines are the same. */
        private int along(int from, int k, boolean ahead) {
            int x = from;
            while (x != NOT && x < width && x - k < height && same(x, x - k, ahead)) {
                x++;
            }
            return x;
        }

        private boolean same(int x, int y, boolean ahead) {
            return ahead ? before[left + x] == after[top + y] : before[right - 1 - x] == after[bottom - 1 - y];
        }
    }
}
