package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.DatabaseListener;
import dev.holdfast.junit.spi.Original;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Who else wants to know which databases tests have. */
final class Listeners {
    private static final List<DatabaseListener> ALL = ServiceLoader.load(DatabaseListener.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Listeners() {}

    /** Those that this class of tests concerns. */
    static List<DatabaseListener> of(ExtensionContext context) {
        return ALL.stream()
                .filter(listener -> listener.needsDatabase(context.getRequiredTestClass()))
                .toList();
    }

    static boolean claim(ExtensionContext context, Parameter parameter) {
        return of(context).stream().anyMatch(listener -> listener.claims(parameter));
    }

    /** What a test's databases, or a class's, are like: as a listener says, otherwise as their annotations do. */
    static Recipe recipe(ExtensionContext context) throws Exception {
        for (DatabaseListener listener : of(context)) {
            Optional<Original> original = listener.original(context);
            if (original.isPresent()) {
                return Recipe.cloneOf(original.get().name());
            }
        }
        return Recipes.of(
                context.getRequiredTestClass(), context.getTestMethod().orElse(null));
    }
}
