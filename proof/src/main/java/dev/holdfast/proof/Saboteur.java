package dev.holdfast.proof;

import java.util.Set;

/**
 * A twin of a scenario with one known fault built in. It is caught when the verdict is violated, the invariant that it
 * {@code breaks} is among the violations, and every other violated invariant is one that it {@code alsoBreaks}.
 *
 * @param fault what is wrong with the twin, in a sentence
 * @param attempts how often it may be tried: 1 where the interleaving is forced, more where it is statistical
 */
public record Saboteur(
        String id, String scenario, String fault, String breaks, Set<String> alsoBreaks, int attempts, Scenario twin) {
    public Saboteur {
        alsoBreaks = Set.copyOf(alsoBreaks);
        if (attempts < 1) {
            throw new IllegalArgumentException(id + ": attempts must be at least 1, not " + attempts);
        }
        if (twin.card().invariants().stream()
                .noneMatch(invariant -> invariant.id().equals(breaks))) {
            throw new IllegalArgumentException(id + ": " + scenario + " has no invariant " + breaks);
        }
    }
}
