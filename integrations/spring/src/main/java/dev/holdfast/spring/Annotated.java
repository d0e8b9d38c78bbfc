package dev.holdfast.spring;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.HoldfastExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** What the annotations of a test class say to us, and of the classes around it. */
final class Annotated {
    private Annotated() {}

    /** Whether its context's databases are ours: it is a test of Spring's, and of Holdfast's. */
    static boolean isRouted(Class<?> testClass) {
        return holdfast(testClass).isPresent() && extensions(testClass).contains(SpringExtension.class);
    }

    private static Optional<Holdfast> holdfast(Class<?> testClass) {
        return around(testClass).reversed().stream()
                .flatMap(type -> AnnotationSupport.findAnnotation(type, Holdfast.class).stream())
                .findFirst();
    }

    /** The outermost first, as JUnit registers extensions. */
    private static List<Class<?>> around(Class<?> testClass) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            classes.addFirst(type);
        }
        return classes;
    }

    private static List<Class<? extends Extension>> extensions(Class<?> testClass) {
        return around(testClass).stream()
                .flatMap(type -> AnnotationSupport.findRepeatableAnnotations(type, ExtendWith.class).stream())
                .flatMap(extend -> Stream.of(extend.value()))
                .toList();
    }

    /**
     * Refuses what can't work in a context that is kept for many tests.
     *
     * @throws InvalidOption naming the class
     */
    static void check(Class<?> testClass) {
        if (holdfast(testClass).map(Holdfast::ownServer).orElse(false)) {
            throw new InvalidOption(
                    "a server for one class can't serve an application's context, which other classes share",
                    testClass.getName() + " has @Holdfast(ownServer = true).",
                    "Leave ownServer out, or test what needs it without Spring.");
        }
        List<Class<? extends Extension>> extensions = extensions(testClass);
        if (extensions.indexOf(HoldfastExtension.class) > extensions.indexOf(SpringExtension.class)) {
            throw new InvalidOption(
                    "@Holdfast stands after Spring's annotation",
                    "On " + testClass.getName()
                            + " Spring would begin a test's transaction before the test has a database, and end it after.",
                    "Write @Holdfast first, then @SpringBootTest.");
        }
    }
}
