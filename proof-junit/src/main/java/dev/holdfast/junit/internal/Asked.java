package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.AllowLeak;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Leak;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What annotations say about a test: its method's before its class's, and those before the classes' around it.
 *
 * @param holdfast the nearest
 * @param onClass whether that one is a class's
 * @param owner the class whose databases are shared if they are a class's
 */
record Asked(Holdfast holdfast, boolean onClass, Class<?> owner) {
    static Asked of(ExtensionContext context) {
        for (AnnotatedElement element : elements(context)) {
            Optional<Holdfast> found = AnnotationSupport.findAnnotation(element, Holdfast.class);
            if (found.isPresent()) {
                boolean onClass = element instanceof Class<?>;
                return new Asked(found.get(), onClass, onClass ? (Class<?>) element : context.getRequiredTestClass());
            }
        }
        return new Asked(Plain.class.getAnnotation(Holdfast.class), true, context.getRequiredTestClass());
    }

    /** What is asked for a class as a whole. */
    static Asked of(Class<?> testClass) {
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            Optional<Holdfast> found = AnnotationSupport.findAnnotation(type, Holdfast.class);
            if (found.isPresent()) {
                return new Asked(found.get(), true, type);
            }
        }
        return new Asked(Plain.class.getAnnotation(Holdfast.class), true, testClass);
    }

    /** Registered without the annotation, by {@code @ExtendWith}: as if it said nothing. */
    @Holdfast
    private static final class Plain {}

    /** The test's method, if it has one, its class, and the classes around that. */
    static List<AnnotatedElement> elements(ExtensionContext context) {
        List<AnnotatedElement> elements = new ArrayList<>();
        context.getTestMethod().ifPresent(elements::add);
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            elements.add(type);
        }
        return elements;
    }

    /**
     * Which leaks don't fail the test; each of its annotations adds some.
     *
     * @throws InvalidOption if one gives no reason
     */
    static Set<Leak.Kind> allowed(ExtensionContext context) {
        Set<Leak.Kind> allowed = EnumSet.noneOf(Leak.Kind.class);
        for (AnnotatedElement element : elements(context)) {
            for (AllowLeak allow : AnnotationSupport.findRepeatableAnnotations(element, AllowLeak.class)) {
                allowed.addAll(kinds(allow, element));
            }
        }
        return allowed;
    }

    private static List<Leak.Kind> kinds(AllowLeak allow, AnnotatedElement element) {
        if (allow.reason().isBlank()) {
            throw new InvalidOption("@AllowLeak without a reason", "On " + element + ".", "Say why: reason = \"…\".");
        }
        return Arrays.asList(allow.value().length == 0 ? Leak.Kind.values() : allow.value());
    }

    /** Whether the annotation is on the test's method, its class, or one around it. */
    static boolean has(ExtensionContext context, Class<? extends Annotation> annotation) {
        return elements(context).stream().anyMatch(element -> AnnotationSupport.isAnnotated(element, annotation));
    }
}
