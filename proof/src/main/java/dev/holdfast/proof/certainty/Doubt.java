package dev.holdfast.proof.certainty;

/**
 * One attempt to commit, whose client doesn't know how it ended.
 *
 * @param attempt the name by which its rows and its transaction's number are found
 * @param application the {@code application_name} that its sessions have, and nobody else's
 * @param rows how many rows there are if it is committed; there are none if it isn't
 */
public record Doubt(String attempt, String application, long rows) {
    public Doubt {
        if (rows < 1) {
            throw new IllegalArgumentException(attempt + ": an attempt that leaves no rows leaves no second witness");
        }
    }
}
