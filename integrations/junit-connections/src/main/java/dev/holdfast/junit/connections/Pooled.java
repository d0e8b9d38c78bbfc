package dev.holdfast.junit.connections;

import dev.holdfast.connections.HandOver;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the {@link dev.holdfast.connections.Connections} of a parameter behave; without it, as it does by itself. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Pooled {
    /** Connections to all of the test's databases together. Other tests have budgets of their own. */
    int budget() default 10;

    HandOver handOver() default HandOver.STRICT;
}
