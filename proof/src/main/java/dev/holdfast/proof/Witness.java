package dev.holdfast.proof;

/**
 * Evidence that what a scenario is about did happen, with the least of it that makes a verdict worth anything; below
 * {@code minimum} the verdict is unknown.
 */
public record Witness(String id, long minimum, String sentence) {
    public Witness {
        if (minimum < 1) {
            throw new IllegalArgumentException(id + ": a witness that nobody need see is none; minimum is " + minimum);
        }
    }

    /** Counted by the engine: operations that were seen waiting for a lock of another session. */
    public static final String LOCK_WAITS = "lock_waits";

    /** Counted by the engine: looks that the oracle took while sessions were at work. */
    public static final String OBSERVATIONS = "observations";

    /** Counted by the engine: operations in flight at the same time as another session's. */
    public static final String OVERLAPS = "overlaps";

    /** What is left of the demand when {@code sessions} play instead of {@code usual}; never nothing, never more. */
    Witness scaled(int sessions, int usual) {
        return new Witness(id, Math.clamp(minimum * sessions / usual, 1, minimum), sentence);
    }

    public static Witness lockWaits(long minimum) {
        return new Witness(LOCK_WAITS, minimum, "operations seen waiting for another session's lock");
    }

    public static Witness observations(long minimum) {
        return new Witness(OBSERVATIONS, minimum, "looks of the oracle while sessions were at work");
    }

    public static Witness overlaps(long minimum) {
        return new Witness(OVERLAPS, minimum, "operations in flight together with another session's");
    }
}
