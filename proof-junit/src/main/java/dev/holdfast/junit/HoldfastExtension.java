package dev.holdfast.junit;

import dev.holdfast.junit.internal.StandIn;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** See {@link Holdfast}. */
public final class HoldfastExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    /** JUnit makes it. */
    public HoldfastExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        StandIn.begin(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        StandIn.end(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return StandIn.database(context);
    }
}
