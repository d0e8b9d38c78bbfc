package dev.holdfast.junit.spi;

import dev.holdfast.junit.TestDatabase;
import java.lang.reflect.Parameter;

/** Further types of parameters that are made of a test's database; found by {@link java.util.ServiceLoader}. */
public interface ParameterProvider {
    boolean supports(Parameter parameter);

    /** Made anew for each test; if it is {@link AutoCloseable}, it is closed after the test, before leaks are looked for. */
    Object create(Parameter parameter, TestDatabase database) throws Exception;
}
