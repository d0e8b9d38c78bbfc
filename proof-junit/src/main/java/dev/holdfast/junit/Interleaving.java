package dev.holdfast.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that plays a {@code .spec} file, PostgreSQL's format for orders of steps, in the test's own database, before the
 * method's body: what the template prepared is there, and the file's own setup and teardown run around each permutation. The
 * class or method needs {@link Holdfast}.
 *
 * <pre>{@code
 * @Interleaving("stock.spec")
 * void nothingIsSoldTwice() {}
 * }</pre>
 *
 * <p>It fails if a file can't be played to its end, if an invariant is broken (with the fewest steps that break it, the rows,
 * and how to play them alone), if the output isn't the expected one, and if there was nothing to judge by. A parameter of type
 * {@link dev.holdfast.proof.spec.SpecResult} is what came of it.
 */
@Documented
@Test
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(InterleavingExtension.class)
public @interface Interleaving {
    /**
     * The file: beside the test class on the class path; {@code /races/stock.spec} or {@code classpath:/races/stock.spec}
     * from its root; or {@code file:races/stock.spec}.
     */
    String value();

    /** Permutations to play instead of the file's, each as in a file: {@code s1a s2a(*) s1b}. */
    String[] only() default {};

    /** So many of the permutations, drawn with the test's seed; 0 means all. */
    int sample() default 0;

    /**
     * The output that is right, named like the file itself. If empty, {@code stock.out} beside {@code stock.spec}, if there is
     * one and all permutations are played; {@code stock_0.out} to {@code stock_9.out} beside it are right as well.
     */
    String expected() default "";

    /** After so long a step is cancelled, and after twice as long the file is given up. */
    int limitSeconds() default 60;

    /** Whether it fails by itself; if not, the method looks at its {@link dev.holdfast.proof.spec.SpecResult}. */
    boolean check() default true;
}
