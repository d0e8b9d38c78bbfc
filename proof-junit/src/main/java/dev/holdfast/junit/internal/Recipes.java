package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.spi.TemplateProvider;
import dev.holdfast.junit.spi.TemplateStep;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;

/** What test classes and methods say of the databases that they want. */
public final class Recipes {
    private Recipes() {}

    /**
     * The recipe of the nearest that has one: the method, its class, what that extends, then the class around a
     * {@code @Nested} one. {@link Recipe#EMPTY} if none has.
     *
     * @param method null for what a class asks for as a whole
     * @throws InvalidOption with all that is wrong with it
     */
    public static Recipe of(Class<?> testClass, @Nullable Method method) {
        if (method != null) {
            Optional<Recipe> own = asked(method, testClass);
            if (own.isPresent()) {
                return own.get();
            }
        }
        for (Class<?> type = testClass; type != null; type = around(type)) {
            Optional<Recipe> own = asked(type, testClass);
            if (own.isPresent()) {
                return own.get();
            }
        }
        return Recipe.EMPTY;
    }

    private static @Nullable Class<?> around(Class<?> type) {
        return Modifier.isStatic(type.getModifiers()) ? null : type.getEnclosingClass();
    }

    private static Optional<Recipe> asked(AnnotatedElement element, Class<?> testClass) {
        Optional<Template> template = AnnotationSupport.findAnnotation(element, Template.class);
        List<TemplateStep> steps = new ArrayList<>();
        Problems problems = new Problems();
        template.ifPresent(found -> {
            ScriptLocations locations = new ScriptLocations(owner(element, found));
            for (String location : found.value()) {
                collect(problems, () -> steps.addAll(locations.steps(location)));
            }
            for (Class<? extends TemplateStep> type : found.by()) {
                collect(problems, () -> steps.add(made(type)));
            }
        });
        for (TemplateProvider provider : ServiceLoader.load(TemplateProvider.class, testClass.getClassLoader())) {
            collect(problems, () -> steps.addAll(provider.steps(element)));
        }
        problems.throwIfAny();
        return template.isPresent() || !steps.isEmpty() ? Optional.of(new Recipe(steps)) : Optional.empty();
    }

    private static void collect(Problems problems, Runnable search) {
        try {
            search.run();
        } catch (InvalidOption e) {
            problems.add(e);
        }
    }

    /** The class that the annotation stands on, beside which its files are. */
    private static Class<?> owner(AnnotatedElement element, Template template) {
        if (element instanceof Method method) {
            return method.getDeclaringClass();
        }
        Class<?> type = (Class<?>) element;
        while (type.getDeclaredAnnotation(Template.class) == null && inherits(type, template)) {
            type = type.getSuperclass();
        }
        return type;
    }

    private static boolean inherits(Class<?> type, Template template) {
        return type.getSuperclass() != null
                && AnnotationSupport.findAnnotation(type.getSuperclass(), Template.class)
                        .filter(template::equals)
                        .isPresent();
    }

    private static TemplateStep made(Class<? extends TemplateStep> type) {
        try {
            Constructor<? extends TemplateStep> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException | InstantiationException e) {
            throw unusable(
                    type,
                    e,
                    "It is abstract, an inner class, or all its constructors have parameters.",
                    "Make it a top-level or static class with a constructor without parameters.");
        } catch (InvocationTargetException e) {
            throw unusable(type, e, "Its constructor threw " + e.getCause() + ".", "");
        } catch (RuntimeException | IllegalAccessException e) {
            throw unusable(type, e, e + ".", "Open its package to dev.holdfast.junit, or make it public.");
        }
    }

    private static InvalidOption unusable(Class<?> type, Exception cause, String detail, String hint) {
        InvalidOption refused =
                new InvalidOption("the template step " + type.getName() + " can't be made", detail, hint);
        refused.initCause(cause);
        return refused;
    }
}
