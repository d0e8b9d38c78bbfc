package dev.holdfast.junit.spi;

import dev.holdfast.junit.TestDatabase;
import java.lang.reflect.Parameter;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Is told when tests begin and end, for what lives longer than a test and has to follow its database, as an application's
 * context does; found by {@link java.util.ServiceLoader}. Called on the test's thread.
 */
public interface DatabaseListener {
    /** Whether {@code testClass} needs a database though no parameter asks for one. */
    boolean needsDatabase(Class<?> testClass);

    /** Whether {@code parameter} is for somebody else to resolve, though its type is one of ours. */
    default boolean claims(Parameter parameter) {
        return false;
    }

    /**
     * What the test's databases are clones of, instead of the template that its annotations describe; frozen, and on the same
     * server. Asked before anything is lent.
     */
    default Optional<Original> original(ExtensionContext context) throws Exception {
        return Optional.empty();
    }

    /** The test's unnamed database was lent; the test hasn't begun. */
    void lent(ExtensionContext context, TestDatabase database) throws Exception;

    /** The test and its callbacks are over; leaks are looked for next. */
    void returning(ExtensionContext context, TestDatabase database) throws Exception;
}
