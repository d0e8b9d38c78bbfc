package dev.holdfast.proof.certainty;

/** What became of an attempt, by two witnesses. */
public sealed interface Settlement {
    /**
     * Both witnesses say the same.
     *
     * @param leftPrepared whether it had been prepared and nobody had ended it; then it was rolled back here
     */
    record Settled(boolean committed, boolean leftPrepared) implements Settlement {}

    /**
     * The witnesses contradict each other.
     *
     * @param status what {@code pg_xact_status} said, or that the attempt never had a transaction's number
     * @param rows how many rows were found
     * @param expected how many a committed attempt leaves
     */
    record Disagreement(String status, long rows, long expected) implements Settlement {
        /** In a sentence. */
        public String sentence() {
            return "the server says %s, but %d of %d rows are there".formatted(status, rows, expected);
        }
    }

    /** Nobody can tell. */
    record Unresolved(String reason) implements Settlement {}

    /** Whether it is known to be committed. */
    default boolean committed() {
        return this instanceof Settled settled && settled.committed();
    }
}
