package dev.holdfast.junit;

import dev.holdfast.junit.internal.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/** What {@link Holdfast} registers. Stateless. */
public final class HoldfastExtension
        implements TestInstancePreConstructCallback,
                BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {
    /** For JUnit. */
    public HoldfastExtension() {}

    /** Where one instance runs all tests of a class, it is made before anything else happens. */
    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext instance, ExtensionContext context) {
        Lifecycle.of(context).beforeInstance();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Lifecycle.of(context).beforeAll();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Lifecycle.of(context).beforeEach();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Lifecycle.of(context).afterEach();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Lifecycle.of(context).afterAll();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Lifecycle.of(context).supports(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Lifecycle.of(context).resolve(parameter);
    }
}
