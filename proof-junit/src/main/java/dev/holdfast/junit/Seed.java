package dev.holdfast.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A parameter of a test, {@code long} or {@link java.util.random.RandomGenerator}: the seed of everything random in it, or
 * a generator that begins with it.
 *
 * <p>It is another one in each run, so that runs find different things; what a failing test says ends with how to run it
 * again with the same one: {@code -Dholdfast.seed=N}, or JUnit's configuration parameter of that name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
@ExtendWith(SeedExtension.class)
public @interface Seed {}
