package dev.holdfast.junit.internal;

import dev.holdfast.proof.History;
import java.util.function.Predicate;

/** Something that must be true of what the sessions were told. */
record HistoryInvariant(String name, Predicate<History> condition) {
    boolean holds(History history) {
        return condition.test(history);
    }
}
