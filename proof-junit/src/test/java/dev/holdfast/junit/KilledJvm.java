package dev.holdfast.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A JVM that runs tests until {@link KilledTest} kills it. Says where its server's data are as soon as it has a database. */
final class KilledJvm {
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private KilledJvm() {}

    public static void main(String[] arguments) {
        System.out.println("begun");
        while (true) {
            LauncherFactory.create()
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(selectClass(Endless.class))
                            .configurationParameter("junit.jupiter.conditions.deactivate", "*Disabled*")
                            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                            .build());
        }
    }

    @Disabled("run by the main method")
    @Holdfast
    @Template("shop.sql")
    @Execution(ExecutionMode.CONCURRENT)
    static class Endless {
        @RepeatedTest(100)
        void buys(TestDatabase database) throws SQLException {
            HoldfastExtensionTest.run(database.dataSource(), "create role holdfast_of_a_killed_test");
            HoldfastExtensionTest.run(database.dataSource(), "drop role holdfast_of_a_killed_test");
            if (!SAID.getAndSet(true)) {
                try (Connection connection = database.connection()) {
                    System.out.println("ready " + HoldfastExtensionTest.one(connection, "show data_directory"));
                }
            }
        }
    }
}
