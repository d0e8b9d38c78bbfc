package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.Fingerprint;
import dev.holdfast.junit.spi.TemplateStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a template is made. Two recipes with the same {@link #fingerprint} make the same template.
 *
 * @param original the name of a database that is there already and takes the template's place; without steps then
 */
public record Recipe(List<TemplateStep> steps, Optional<String> original) {
    /** Databases as {@code template0} has them. */
    public static final Recipe EMPTY = new Recipe(List.of());

    public Recipe {
        steps = List.copyOf(steps);
    }

    public Recipe(List<TemplateStep> steps) {
        this(steps, Optional.empty());
    }

    /** Databases as that one is. */
    static Recipe cloneOf(String database) {
        return new Recipe(List.of(), Optional.of(database));
    }

    /** Of all steps, in order, as they are now: files may change while tests run. */
    public String fingerprint() throws Exception {
        List<String> parts = new ArrayList<>();
        for (TemplateStep step : steps) {
            parts.add(step.fingerprint());
        }
        return combined(parts);
    }

    /** Each step's, as it is now. */
    List<String> fingerprints() {
        return steps.stream().map(Recipe::fingerprint).toList();
    }

    static String combined(List<String> parts) {
        return Fingerprint.of(parts.stream()
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    /** Steps are others' code: it may throw anything. */
    private static String fingerprint(TemplateStep step) {
        try {
            return step.fingerprint();
        } catch (Exception e) {
            throw new TemplateFailed(
                    "what the template step " + step.name() + " depends on can't be read",
                    e + ".",
                    "Its files must be there as long as tests that need them run.",
                    e);
        }
    }
}
