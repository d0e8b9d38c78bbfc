package dev.holdfast.core;

import java.util.ArrayList;
import java.util.List;

/** Collects the mistakes in a set of options, so that they are reported together. Not thread-safe. */
public final class Problems {
    private final List<InvalidOption.Problem> found = new ArrayList<>();

    /** Nothing is wrong yet. */
    public Problems() {}

    public void add(String message, String detail, String hint) {
        found.add(new InvalidOption.Problem(message, detail, hint));
    }

    /** Adds the problems of a refusal that was thrown elsewhere. */
    public void add(InvalidOption refused) {
        found.addAll(refused.problems());
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * Ends the collection.
     *
     * @throws InvalidOption with all problems, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidOption(found);
        }
    }
}
