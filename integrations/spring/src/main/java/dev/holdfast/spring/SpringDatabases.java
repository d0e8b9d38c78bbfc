package dev.holdfast.spring;

import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.DatabaseListener;
import dev.holdfast.junit.spi.Original;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Leads an application's context to the database of the test that begins. Found by the extension; stateless. */
public final class SpringDatabases implements DatabaseListener {
    /** For {@link java.util.ServiceLoader}. */
    public SpringDatabases() {}

    @Override
    public boolean needsDatabase(Class<?> testClass) {
        return Annotated.isRouted(testClass);
    }

    /** With {@code @Autowired} it is a bean that is wanted: the {@code DataSource} of the context, not the test's own. */
    @Override
    public boolean claims(Parameter parameter) {
        Executable executable = parameter.getDeclaringExecutable();
        int index = Arrays.asList(executable.getParameters()).indexOf(parameter);
        return ParameterResolutionDelegate.isAutowirable(parameter, index) || isAutowired(executable);
    }

    private static boolean isAutowired(Executable executable) {
        return executable instanceof Constructor<?>
                && (AnnotationSupport.isAnnotated(executable, Autowired.class)
                        || AnnotationSupport.findAnnotation(executable.getDeclaringClass(), TestConstructor.class)
                                .filter(all -> all.autowireMode() == TestConstructor.AutowireMode.ALL)
                                .isPresent());
    }

    @Override
    public Optional<Original> original(ExtensionContext context) {
        return needsDatabase(context.getRequiredTestClass())
                ? Optional.of(router(context).original())
                : Optional.empty();
    }

    @Override
    public void lent(ExtensionContext context, TestDatabase database) {
        router(context).lend(database);
    }

    @Override
    public void returning(ExtensionContext context, TestDatabase database) {
        router(context).takeBack(database);
    }

    /** Spring keeps the context; asked again, it is the same. */
    private static Router router(ExtensionContext context) {
        return SpringExtension.getApplicationContext(context).getBean(Router.NAME, Router.class);
    }
}
