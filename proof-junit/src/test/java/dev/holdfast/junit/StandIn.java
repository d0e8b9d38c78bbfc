package dev.holdfast.junit;

import dev.holdfast.junit.internal.Ground;
import dev.holdfast.junit.internal.TestFaults;
import dev.holdfast.junit.internal.TestSeed;
import dev.holdfast.junit.internal.TestSessions;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A double of the extension: a database per test on one server, with faults if the test has such a parameter. */
final class StandIn implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    /** Of this JVM; gone with it. */
    static final EmbeddedPostgres SERVER = EmbeddedPostgres.start(EmbeddedOptions.defaults());

    StandIn() {}

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Database database = SERVER.createDatabase("t");
        store(context).put(Database.class, database);
        boolean faulty = Arrays.asList(context.getRequiredTestMethod().getParameterTypes())
                .contains(Faults.class);
        TestDatabase seen = OneDatabase.direct(database);
        if (faulty) {
            TestFaults faults = new TestFaults(SERVER, true, TestSeed.of(context));
            store(context).put(TestFaults.class, faults);
            seen = OneDatabase.through(faults.proxy().jdbcUrl(database.name()), database);
        }
        Ground.Lent lent = new Ground.Lent(seen, database);
        Ground ground = test -> lent;
        ground.keepFor(context);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(StandIn.class));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        TestFaults faults = store(context).remove(TestFaults.class, TestFaults.class);
        try (Database database = store(context).remove(Database.class, Database.class)) {
            if (faults != null && database != null) {
                faults.close();
                if (context.getExecutionException().isEmpty()) {
                    faults.assertAllStruck();
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == Sessions.class || type == Faults.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Ground.Lent lent;
        try {
            lent = Ground.of(context).orElseThrow().unnamed(context);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        if (type == Faults.class) {
            return Objects.requireNonNull(store(context).get(TestFaults.class, TestFaults.class));
        }
        return type == TestDatabase.class
                ? lent.seen()
                : new TestSessions(lent.whole(), lent.seen().dataSource(), TestSeed.of(context));
    }
}
