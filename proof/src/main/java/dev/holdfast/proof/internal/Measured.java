package dev.holdfast.proof.internal;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Latency.Point;
import dev.holdfast.proof.Second;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Figures from events. Latencies in microseconds from the intended start, three digits exact, up to an hour. */
public final class Measured {
    private static final long HIGHEST_MICROS = 3_600_000_000L;
    private static final double[] SHOWN = {
        0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97.5, 99, 99.5, 99.9, 99.99, 100
    };

    private Measured() {}

    public static Histogram histogram() {
        return new Histogram(1, HIGHEST_MICROS, 3);
    }

    static Latency latency(List<Event> events) {
        Histogram histogram = histogram();
        for (Event event : events) {
            record(histogram, event);
        }
        return latency(histogram);
    }

    private static void record(Histogram histogram, Event event) {
        record(histogram, event.completed() - event.intended());
    }

    public static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(HIGHEST_MICROS, Math.max(1, nanos / 1_000)));
    }

    public static Latency latency(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return Latency.none();
        }
        List<Point> points = new ArrayList<>();
        for (double percentile : SHOWN) {
            points.add(new Point(percentile, histogram.getValueAtPercentile(percentile)));
        }
        return new Latency(
                histogram.getMean(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(95),
                histogram.getValueAtPercentile(99),
                histogram.getMaxValue(),
                points);
    }

    /** A figure for each second in which something was answered. */
    static List<Second> seconds(List<Event> events, Instant began) {
        SortedMap<Long, Histogram> bySecond = new TreeMap<>();
        for (Event event : events) {
            record(bySecond.computeIfAbsent(event.completed() / 1_000_000_000L, second -> histogram()), event);
        }
        List<Second> seconds = new ArrayList<>();
        bySecond.forEach((second, histogram) ->
                seconds.add(new Second(began.plusSeconds(second), histogram.getTotalCount(), latency(histogram))));
        return seconds;
    }

    /** Operations that were in flight together with an operation of another session. */
    static long overlapping(List<Event> events) {
        List<Event> byStart = new ArrayList<>(events);
        byStart.sort(Comparator.comparingLong(Event::invoked));
        boolean[] overlaps = new boolean[byStart.size()];
        int latest = -1;
        for (int i = 0; i < byStart.size(); i++) {
            Event event = byStart.get(i);
            if (latest >= 0 && together(byStart.get(latest), event)) {
                overlaps[i] = true;
                overlaps[latest] = true;
            }
            if (latest < 0 || event.completed() > byStart.get(latest).completed()) {
                latest = i;
            }
        }
        long count = 0;
        for (boolean overlap : overlaps) {
            count += overlap ? 1 : 0;
        }
        return count;
    }

    private static boolean together(Event earlier, Event later) {
        return earlier.session() != later.session() && earlier.completed() > later.invoked();
    }
}
