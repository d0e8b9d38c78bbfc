package dev.holdfast.proof.spec;

import dev.holdfast.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What playing one file came to.
 *
 * @param transcript both streams in order, as {@code isolationtester 2>&1} prints them
 * @param permutations how many were played to their end
 * @param waits how many steps were reported as waiting
 * @param broken the invariants that did not hold, each with the permutations in which they did not, the shortest first
 * @param notes for people: what every session did when a step had to be cancelled
 * @param stopped why it ended early: a failed setup, a hang, a lost connection; the reference program ends with 1 then
 */
public record SpecResult(
        Spec spec,
        Bytes transcript,
        int permutations,
        int waits,
        List<Broken> broken,
        Optional<String> stopped,
        List<String> notes,
        Duration duration) {

    public SpecResult {
        broken = List.copyOf(broken);
        notes = List.copyOf(notes);
    }

    /**
     * An invariant that rows contradict.
     *
     * @param permutations those after which it was violated, the shortest first
     * @param smallest the fewest steps of one of them that still violate it
     * @param rows what the invariant's SQL returned after {@code smallest}, as a table
     */
    public record Broken(
            Spec.Invariant invariant, List<Spec.Permutation> permutations, Spec.Permutation smallest, Bytes rows) {
        public Broken {
            permutations = List.copyOf(permutations);
        }
    }
}
