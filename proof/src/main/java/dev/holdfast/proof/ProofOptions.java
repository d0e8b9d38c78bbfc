package dev.holdfast.proof;

import java.time.Duration;
import java.util.Optional;

/**
 * How trials are played.
 *
 * @param seed from which each trial's own seed is derived
 * @param longForm the long form instead of the quick one
 * @param sessions instead of the form's own number
 * @param duration play rounds again until this much time has passed
 * @param pace instead of the form's own
 * @param route by which sessions reach the server
 */
public record ProofOptions(
        long seed,
        boolean longForm,
        Optional<Integer> sessions,
        Optional<Duration> duration,
        Optional<Pace> pace,
        Route route) {
    public static ProofOptions quick(long seed) {
        return new ProofOptions(seed, false, Optional.empty(), Optional.empty(), Optional.empty(), Route.DIRECT);
    }

    /** The form in which {@code card}'s scenario is played. */
    public Form form(Card card) {
        Form form = longForm ? card.longForm() : card.quick();
        Form sized = sessions.map(form::withSessions).orElse(form);
        Form paced = pace.map(sized::withPace).orElse(sized);
        return duration.map(paced::lasting).orElse(paced);
    }

    /** The seed of one trial: the same for the same scenario, iteration and options. */
    public long seedOf(String scenario, int iteration) {
        long mixed = seed * 0x9E37_79B9_7F4A_7C15L + scenario.hashCode() * 0xBF58_476D_1CE4_E5B9L + iteration;
        return (mixed ^ (mixed >>> 31)) & Long.MAX_VALUE;
    }
}
