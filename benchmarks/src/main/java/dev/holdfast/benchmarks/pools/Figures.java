package dev.holdfast.benchmarks.pools;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Figures of several runs. */
final class Figures {
    private final double[] sorted;

    private Figures(double[] sorted) {
        this.sorted = sorted;
    }

    static Figures of(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Figures(sorted);
    }

    static Figures of(List<Double> figures) {
        return of(figures.stream().mapToDouble(figure -> figure).toArray());
    }

    /** Of each run, one divided by the other. */
    static Figures ratio(List<Double> some, List<Double> others) {
        int runs = Math.min(some.size(), others.size());
        return of(IntStream.range(0, runs)
                .mapToDouble(run -> some.get(run) / others.get(run))
                .toArray());
    }

    /** Not a number if there are none. */
    double median() {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The smallest that at least {@code part} of them don't exceed; not a number if there are none. */
    double quantile(double part) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(sorted.length * part) - 1)];
    }

    /** Jain's index of fairness: 1 if all are alike, 1/n if one has everything (Jain, Chiu, Hawe 1984). */
    double jain() {
        double sum = Arrays.stream(sorted).sum();
        double squares = Arrays.stream(sorted).map(figure -> figure * figure).sum();
        return squares == 0 ? Double.NaN : sum * sum / (sorted.length * squares);
    }

    /** The median, and the least and most if there were several. */
    String spread(String format) {
        String median = String.format(Locale.ROOT, format, median());
        return sorted.length < 2
                ? median
                : String.format(
                        Locale.ROOT,
                        "%s (" + format + "-" + format + ")",
                        median,
                        sorted[0],
                        sorted[sorted.length - 1]);
    }
}
