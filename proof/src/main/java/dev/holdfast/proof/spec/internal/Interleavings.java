package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All orders in which sessions can take their steps, as a numbered list that is never built. */
public final class Interleavings {
    private final List<Spec.Session> sessions;
    private final int length;

    public Interleavings(List<Spec.Session> sessions) {
        this.sessions = sessions;
        this.length = sessions.stream().mapToInt(s -> s.steps().size()).sum();
    }

    /** How many: the multinomial coefficient of the sessions' lengths. */
    public BigInteger count() {
        BigInteger count = BigInteger.ONE;
        int length = 0;
        for (Spec.Session session : sessions) {
            for (int i = 1; i <= session.steps().size(); i++) {
                count = count.multiply(BigInteger.valueOf(++length)).divide(BigInteger.valueOf(i));
            }
        }
        return count;
    }

    /** All, in the order of the reference: wherever several sessions could go on, the first of the file does first. */
    public Stream<Spec.Permutation> all() {
        return Stream.iterate(first(), order -> order != null, Interleavings::after)
                .map(this::permutation);
    }

    private int @Nullable [] first() {
        int[] order = new int[length];
        int at = 0;
        for (int session = 0; session < sessions.size(); session++) {
            int end = at + sessions.get(session).steps().size();
            Arrays.fill(order, at, end, session);
            at = end;
        }
        return order;
    }

    /** The next greater order of the same numbers: Knuth, The Art of Computer Programming 4A, 7.2.1.2, algorithm L. */
    private static int @Nullable [] after(int[] order) {
        int left = order.length - 2;
        while (left >= 0 && order[left] >= order[left + 1]) {
            left--;
        }
        if (left < 0) {
            return null;
        }
        int[] next = order.clone();
        int right = next.length - 1;
        while (next[right] <= next[left]) {
            right--;
        }
        swap(next, left, right);
        for (int i = left + 1, j = next.length - 1; i < j; i++, j--) {
            swap(next, i, j);
        }
        return next;
    }

    private static void swap(int[] numbers, int i, int j) {
        int kept = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = kept;
    }

    /** The one with this number, from 0 in the order of {@link #all}. */
    public Spec.Permutation get(BigInteger number) {
        int[] left = sessions.stream().mapToInt(s -> s.steps().size()).toArray();
        int[] order = new int[length];
        BigInteger completions = count();
        BigInteger skip = number;
        for (int i = 0; i < length; i++) {
            BigInteger places = BigInteger.valueOf(length - i);
            int session = 0;
            BigInteger with = completions.multiply(BigInteger.valueOf(left[0])).divide(places);
            while (skip.compareTo(with) >= 0) {
                skip = skip.subtract(with);
                session++;
                with = completions.multiply(BigInteger.valueOf(left[session])).divide(places);
            }
            completions = with;
            left[session]--;
            order[i] = session;
        }
        return permutation(order);
    }

    private Spec.Permutation permutation(int[] order) {
        int[] taken = new int[sessions.size()];
        List<Spec.Turn> turns = new ArrayList<>(order.length);
        for (int session : order) {
            turns.add(new Spec.Turn(sessions.get(session).steps().get(taken[session]++), List.of()));
        }
        return new Spec.Permutation(turns);
    }

    /** {@code n} of the numbers below {@code count}, each set of them as likely as any other (Floyd's sampling). */
    public static SortedSet<BigInteger> draw(int n, BigInteger count, long seed) {
        Random random = new Random(seed);
        SortedSet<BigInteger> drawn = new TreeSet<>();
        BigInteger start = count.subtract(BigInteger.valueOf(n)).max(BigInteger.ZERO);
        for (BigInteger last = start; last.compareTo(count) < 0; last = last.add(BigInteger.ONE)) {
            if (!drawn.add(upTo(last, random))) {
                drawn.add(last);
            }
        }
        return drawn;
    }

    private static BigInteger upTo(BigInteger last, Random random) {
        BigInteger number;
        do {
            number = new BigInteger(last.bitLength(), random);
        } while (number.compareTo(last) > 0);
        return number;
    }
}
