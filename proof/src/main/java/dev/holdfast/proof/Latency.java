package dev.holdfast.proof;

import java.util.List;

/** Latencies of committed and refused operations from their intended start, in microseconds. */
public record Latency(double avg, long p50, long p95, long p99, long max, List<Point> distribution) {
    /** How long the fastest {@code percentile} percent took at most. */
    public record Point(double percentile, long micros) {}

    public Latency {
        distribution = List.copyOf(distribution);
    }

    public static Latency none() {
        return new Latency(0, 0, 0, 0, 0, List.of());
    }
}
