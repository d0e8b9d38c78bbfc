package dev.holdfast.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that is run again and again, each time with a seed of its own, which {@link Sessions} use, and parameters with
 * {@link Seed} or of type {@link java.util.random.RandomGenerator}. With {@link Holdfast}, each run has a fresh database.
 *
 * <p>This is no retry: one red run is red. Its name has the seed, and its message ends with how to run it again, alone:
 * {@code -Dholdfast.seed=N} runs the test once, with that seed.
 *
 * <pre>{@code
 * @RepeatWithSeeds(100)
 * void balancesAddUp(Sessions sessions, RandomGenerator random) { … }
 * }</pre>
 */
@Documented
@TestTemplate
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith({SeedTemplate.class, SeedExtension.class})
public @interface RepeatWithSeeds {
    /** How often; at least once. */
    int value();
}
