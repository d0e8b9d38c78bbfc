package dev.holdfast.spring;

import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.DatabaseListener;
import dev.holdfast.junit.spi.Original;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/** Leads an application's context to the database of the test that begins. Found by the extension; stateless. */
public final class SpringDatabases implements DatabaseListener {
    /** For {@link java.util.ServiceLoader}. */
    public SpringDatabases() {}

    @Override
    public boolean needsDatabase(Class<?> testClass) {
        return Annotated.isRouted(testClass);
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
