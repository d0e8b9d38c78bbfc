package dev.holdfast.junit;

import dev.holdfast.junit.internal.TestSeed;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** See {@link Seed}. */
public final class SeedExtension implements ParameterResolver, TestExecutionExceptionHandler {
    /** JUnit makes it. */
    public SeedExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(Seed.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        TestSeed seed = TestSeed.of(context);
        if (type == long.class || type == Long.class) {
            return seed.value();
        }
        if (type == RandomGenerator.class) {
            return seed.random();
        }
        throw new ParameterResolutionException(
                "a parameter with @Seed is a long or a RandomGenerator, and not a " + type.getTypeName());
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw TestSeed.of(context).notedOn(thrown);
    }
}
