package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.Fingerprint;
import dev.holdfast.junit.spi.TemplateStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a template is made. Two recipes with the same {@link #fingerprint} make the same template. */
public record Recipe(List<TemplateStep> steps) {
    /** Databases as {@code template0} has them. */
    public static final Recipe EMPTY = new Recipe(List.of());

    public Recipe {
        steps = List.copyOf(steps);
    }

    /** Of all steps, in order, as they are now: files may change while tests run. */
    public String fingerprint() throws Exception {
        List<byte[]> parts = new ArrayList<>();
        for (TemplateStep step : steps) {
            parts.add(step.fingerprint().getBytes(StandardCharsets.UTF_8));
        }
        return Fingerprint.of(parts.toArray(byte[][]::new));
    }
}
