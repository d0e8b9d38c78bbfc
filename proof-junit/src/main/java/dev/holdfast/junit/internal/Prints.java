package dev.holdfast.junit.internal;

import java.io.Serial;
import java.util.List;

/**
 * What a template is made from, at one moment.
 *
 * @param steps each step's fingerprint
 * @param whole of all of them, and of whom the template's objects belong to
 */
record Prints(List<String> steps, String whole) {
    /** A step isn't what it was a moment ago. */
    static final class Changed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private Changed(String step) {
            super(step);
        }

        /** The name of the step. */
        String step() {
            return String.valueOf(getMessage());
        }
    }

    static Prints of(Recipe recipe, String owner) {
        List<String> steps = recipe.fingerprints();
        return new Prints(steps, Recipe.combined(List.of(Recipe.combined(steps), owner)));
    }

    /**
     * Whether the recipe still has them.
     *
     * @throws Changed if it hasn't
     */
    void compare(Recipe recipe) {
        List<String> now = recipe.fingerprints();
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).equals(now.get(i))) {
                throw new Changed(recipe.steps().get(i).name());
            }
        }
    }
}
