package dev.holdfast.proof;

/** When sessions start their steps. */
public sealed interface Pace {
    /** As soon as the answer to the step before is there. */
    record ClosedLoop() implements Pace {}

    /** At fixed times, {@code rate} of them per second over all sessions, whether or not the answers keep up. */
    record PerSecond(double rate) implements Pace {
        public PerSecond {
            if (!(rate > 0)) {
                throw new IllegalArgumentException("a rate must be positive, not " + rate);
            }
        }
    }

    static Pace closedLoop() {
        return new ClosedLoop();
    }

    /**
     * Nanoseconds after the start at which step {@code index} of {@code session} is due; {@code now} in a closed loop.
     * Latency is measured from there, so that a stalled server can't hide the requests that it kept from being sent
     * (coordinated omission).
     */
    default long due(int sessions, int session, long index, long now) {
        return switch (this) {
            case ClosedLoop closed -> now;
            case PerSecond fixed -> (long) ((index * (double) sessions + session) * 1e9 / fixed.rate());
        };
    }
}
