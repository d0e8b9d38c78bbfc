package dev.holdfast.junit.spi;

import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.TestDatabase;
import java.lang.reflect.Parameter;

/** Further types of parameters that are made of a test's database; found by {@link java.util.ServiceLoader}. */
public interface ParameterProvider {
    boolean supports(Parameter parameter);

    /** Made anew for each test; if it is {@link AutoCloseable}, it is closed after the test, before leaks are looked for. */
    Object create(Parameter parameter, TestDatabase database) throws Exception;

    /** The same for a parameter with {@link dev.holdfast.junit.Tenants}; without them, unless this is overridden. */
    default Object create(Parameter parameter, TenantDatabases databases) throws Exception {
        return create(parameter, databases.system());
    }
}
