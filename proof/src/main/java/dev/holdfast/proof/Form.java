package dev.holdfast.proof;

import java.time.Duration;

/**
 * How large a scenario is played: {@code sessions} concurrent clients, {@code rounds} starts from the barrier, and
 * {@code steps} operations of each session in a round. {@code expected} is the declared time on two cores; at
 * {@link #limit} the scenario is given up as unknown.
 */
public record Form(int sessions, int rounds, int steps, Duration expected, Pace pace) {
    /** A closed loop. */
    public Form(int sessions, int rounds, int steps, Duration expected) {
        this(sessions, rounds, steps, expected, Pace.closedLoop());
    }

    /** The wall-clock limit: generous, because it guards against hanging and not against being slow. */
    public Duration limit() {
        return expected.multipliedBy(8).plusSeconds(30);
    }

    /** With more sessions it is expected to last longer, in proportion. */
    public Form withSessions(int other) {
        Duration longer =
                other <= sessions ? expected : expected.multipliedBy(other).dividedBy(sessions);
        return new Form(other, rounds, steps, longer, pace);
    }

    public Form withPace(Pace other) {
        return new Form(sessions, rounds, steps, expected, other);
    }

    /** The same form, expected to last at least {@code duration}. */
    public Form lasting(Duration duration) {
        return new Form(sessions, rounds, steps, duration.compareTo(expected) > 0 ? duration : expected, pace);
    }
}
