package dev.holdfast.proof;

import dev.holdfast.core.SqlState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/**
 * Everything that one trial of a scenario came to; what reports are made of.
 *
 * @param iteration from 0, with {@code --repeat}
 * @param seed of this trial
 * @param plan the plan file's text; empty if the scenario was not applicable
 * @param resolved outcomes that were in doubt, and settled as committed, as aborted, or not at all
 * @param ratePerSecond operations answered per second in the rounds without a gate; 0 if every round has one
 * @param latency of those operations; a gate makes sessions wait on purpose, which says nothing about speed
 */
public record Result(
        Card card,
        int iteration,
        long seed,
        Form form,
        String plan,
        Verdict verdict,
        long operations,
        long committed,
        long aborted,
        Resolved resolved,
        SortedMap<SqlState, Long> sqlStates,
        double ratePerSecond,
        Latency latency,
        long deadlocks,
        SortedMap<String, Long> witness,
        Exposure exposure,
        SortedMap<String, String> facts,
        List<Second> seconds,
        Instant started,
        Duration duration) {

    /** Outcomes that were in doubt. */
    public record Resolved(long committed, long aborted, long unresolved) {}

    public List<Violation> violations() {
        return verdict instanceof Verdict.Violated violated ? violated.violations() : List.of();
    }
}
