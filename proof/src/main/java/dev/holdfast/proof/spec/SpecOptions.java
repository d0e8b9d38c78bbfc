package dev.holdfast.proof.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How files are played.
 *
 * @param only permutations to play instead of the file's, each as in a file: {@code s1a s2a(*) s1b}
 * @param sample so many of the permutations, drawn with {@code seed}, in their order; all if empty
 * @param patience after so long a step is cancelled; after twice as long the file is given up. The reference's is 360 s
 */
public record SpecOptions(List<String> only, Optional<Integer> sample, long seed, Duration patience) {
    /** What the reference does when it is told nothing. */
    public static final SpecOptions DEFAULT = new SpecOptions(List.of(), Optional.empty(), 0, Duration.ofMinutes(6));

    public SpecOptions {
        only = List.copyOf(only);
    }
}
