package dev.holdfast.junit.internal;

import dev.holdfast.junit.Holdfast;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/**
 * What happens around a test. A class has a {@link ClassRun}, each of its tests a {@link TestRun}; they are in JUnit's store
 * of the class's and the test's context.
 */
public final class Lifecycle {
    private static final Namespace NAMESPACE = Namespace.create(Holdfast.class);

    private final ExtensionContext context;

    private Lifecycle(ExtensionContext context) {
        this.context = context;
    }

    public static Lifecycle of(ExtensionContext context) {
        return new Lifecycle(context);
    }

    private Store store() {
        return context.getStore(NAMESPACE);
    }

    public void beforeInstance() {
        Originals.remember(context);
    }

    /** A class inside another shares its databases unless it says something of its own. */
    public void beforeAll() {
        Originals.remember(context);
        ClassRun around = classRun();
        if (around == null || around.owner() != Asked.of(context).owner()) {
            store().put(ClassRun.class, new ClassRun(context));
        }
    }

    public void beforeEach() throws Exception {
        test().begin();
    }

    public void afterEach() throws Exception {
        TestRun test = (TestRun) store().remove(TestRun.class);
        if (test != null) {
            test.end();
        }
    }

    public void afterAll() throws Exception {
        ClassRun run = (ClassRun) store().remove(ClassRun.class);
        if (run != null) {
            run.end();
        }
    }

    public boolean supports(ParameterContext parameter) {
        return Parameters.supports(parameter) && !Listeners.claim(context, parameter.getParameter());
    }

    /** Of a method of the test: from its own databases. Of a constructor or {@code @BeforeAll}: from its class's. */
    public Object resolve(ParameterContext parameter) {
        try {
            return context.getTestMethod().isPresent()
                    ? test().parameter(parameter)
                    : required().parameter(parameter);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ParameterResolutionException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Only the extension's own thread for this context. */
    private TestRun test() {
        TestRun known = (TestRun) store().get(TestRun.class);
        if (known == null) {
            known = new TestRun(context, classRun());
            store().put(TestRun.class, known);
        }
        return known;
    }

    private @Nullable ClassRun classRun() {
        return (ClassRun) store().get(ClassRun.class);
    }

    private ClassRun required() {
        ClassRun run = classRun();
        if (run == null) {
            throw new ParameterResolutionException(
                    "a constructor or @BeforeAll method asks for a database, but @Holdfast is on a method only; put it on the class");
        }
        return run;
    }
}
