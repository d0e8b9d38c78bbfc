package dev.holdfast.junit.spi;

import java.lang.reflect.AnnotatedElement;
import java.util.List;

/** Further steps for templates, found by {@link java.util.ServiceLoader}; for annotations of a migration tool's bridge. */
public interface TemplateProvider {
    /** The steps that {@code element}, a test class or method, asks for; after those of {@code @Template}. Mostly none. */
    List<TemplateStep> steps(AnnotatedElement element);
}
