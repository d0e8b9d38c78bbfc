package dev.holdfast.junit;

import dev.holdfast.junit.spi.TemplateStep;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the databases of these tests contain when they are handed out. It is prepared once on a server, for all tests,
 * forks and runs with the same content, and cloned.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Template {
    /**
     * SQL scripts, run in order: {@code classpath:/schema.sql} (or just {@code /schema.sql}; without a slash it is beside
     * the test class), or {@code file:db/schema.sql}; a folder means its {@code .sql} files by name.
     */
    String[] value() default {};

    /** Java that prepares, after the scripts, in order; each has a constructor without parameters. */
    Class<? extends TemplateStep>[] by() default {};
}
