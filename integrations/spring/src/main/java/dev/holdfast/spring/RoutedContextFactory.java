package dev.holdfast.spring;

import dev.holdfast.junit.spi.Original;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextException;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/** Found by Spring in {@code META-INF/spring.factories}; asked for each test class. */
final class RoutedContextFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        if (!Annotated.isRouted(testClass)) {
            return null;
        }
        Annotated.check(testClass);
        try {
            return new RoutedContext(testClass, Original.key(testClass));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ApplicationContextException("no database for the context of " + testClass.getName(), e);
        }
    }
}
