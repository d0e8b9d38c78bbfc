package dev.holdfast.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Leaks that don't fail a test; they are cleaned up all the same. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(AllowLeak.List.class)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AllowLeak {
    /** None means all. */
    Leak.Kind[] value() default {};

    /** Why; not empty. */
    String reason();

    /** Several. */
    @Documented
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface List {
        AllowLeak[] value();
    }
}
