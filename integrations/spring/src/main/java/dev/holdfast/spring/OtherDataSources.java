package dev.holdfast.spring;

import dev.holdfast.core.InvalidOption;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;

/**
 * Puts the {@link Router} in the place of the application's own {@code DataSource}, if it defines one: the only one, or the
 * primary one. Further ones are left as they are.
 */
final class OtherDataSources implements BeanFactoryPostProcessor {
    /** As Spring Boot would have called it. */
    private static final String USUAL = "dataSource";

    /** Called when all definitions are known, and before anything was made of them. */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        List<String> others = Stream.of(factory.getBeanNamesForType(DataSource.class, true, false))
                .filter(name -> !name.equals(Router.NAME))
                .filter(factory::containsBeanDefinition)
                .toList();
        if (!others.isEmpty()) {
            replace((BeanDefinitionRegistry) factory, others.size() == 1 ? others.get(0) : primary(factory, others));
        } else if (!factory.containsBean(USUAL)) {
            factory.registerAlias(Router.NAME, USUAL);
        }
    }

    private static void replace(BeanDefinitionRegistry registry, String name) {
        registry.removeBeanDefinition(name);
        registry.registerAlias(Router.NAME, name);
    }

    private static String primary(ConfigurableListableBeanFactory factory, List<String> names) {
        return names.stream()
                .filter(name -> factory.getBeanDefinition(name).isPrimary())
                .findFirst()
                .orElseThrow(() -> new InvalidOption(
                        "the application has several DataSources, and none is primary",
                        "They are " + String.join(", ", names) + ".",
                        "Mark the one that is to lead to the test's database as @Primary."));
    }
}
