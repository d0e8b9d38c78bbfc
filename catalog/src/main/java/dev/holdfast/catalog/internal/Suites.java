package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Scenario;
import java.util.List;

/** The five suites of a multi-tenant pool manager, aimed at our connections. */
public final class Suites {
    private Suites() {}

    public static List<Scenario> scenarios() {
        return all(SuiteHoldfast::open);
    }

    static List<Scenario> all(SuitePools subject) {
        return List.of(
                SuiteLifecycle.scenario(subject),
                SuiteConcurrency.scenario(subject),
                SuiteLimits.scenario(subject),
                SuiteFailure.scenario(subject),
                SuitePerformance.scenario(subject));
    }
}
