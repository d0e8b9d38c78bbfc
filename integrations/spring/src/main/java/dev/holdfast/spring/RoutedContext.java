package dev.holdfast.spring;

import dev.holdfast.junit.spi.Original;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.ClassUtils;

/**
 * Gives a context our {@link Router}. Test classes whose databases begin alike are equal here, so that Spring lets them share
 * a context.
 */
final class RoutedContext implements ContextCustomizer {
    private static final boolean BOOT =
            ClassUtils.isPresent("org.springframework.boot.test.context.SpringBootContextLoader", null);

    private final Class<?> testClass;
    private final String key;

    RoutedContext(Class<?> testClass, String key) {
        this.testClass = testClass;
        this.key = key;
    }

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        Original original = open();
        Router router = new Router(original);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("holdfast", properties(original)));
        ((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition(Router.NAME, definition(router));
        context.addBeanFactoryPostProcessor(new OtherDataSources());
        boolean boot = BOOT && configuration.getContextLoader() instanceof SpringBootContextLoader;
        context.addApplicationListener((ApplicationEvent event) -> {
            if (boot ? event instanceof ApplicationReadyEvent : isRefreshed(context, event)) {
                router.started();
            }
        });
    }

    private Original open() {
        try {
            return Original.open(testClass);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ApplicationContextException("no database for the context of " + testClass.getName(), e);
        }
    }

    private static RootBeanDefinition definition(Router router) {
        RootBeanDefinition definition = new RootBeanDefinition(Router.class, () -> router);
        definition.setPrimary(true);
        return definition;
    }

    /** Of the database that is there while the context starts; afterwards nobody can connect to it. */
    private static Map<String, Object> properties(Original original) {
        return Map.of(
                "spring.datasource.url", original.jdbcUrl(),
                "spring.datasource.username", original.user(),
                "spring.datasource.password", original.password(),
                "spring.datasource.driver-class-name", "org.postgresql.Driver",
                "spring.test.database.replace", "none");
    }

    private static boolean isRefreshed(ConfigurableApplicationContext context, ApplicationEvent event) {
        return event instanceof ContextRefreshedEvent && event.getSource().equals(context);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoutedContext context && context.key.equals(key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }
}
