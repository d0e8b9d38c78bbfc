package dev.holdfast.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A class of tests, played by JUnit's own engine, and what came of it. */
final class Played {
    private final EngineExecutionResults results;

    private Played(EngineExecutionResults results) {
        this.results = results;
    }

    static Played of(Class<?> tests) {
        return of(tests, Map.of());
    }

    static Played of(Class<?> tests, Map<String, String> parameters) {
        return new Played(EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", "*Disabled*")
                .configurationParameters(parameters)
                .selectors(selectClass(tests))
                .execute());
    }

    long succeeded() {
        return results.testEvents().succeeded().count();
    }

    /** Of tests and of their classes, in order: what was thrown, as text with all that it suppresses. */
    List<String> failures() {
        return results.allEvents().finished().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(Played::text)
                .toList();
    }

    private static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (Throwable suppressed : thrown.getSuppressed()) {
            text.append("\nSuppressed: ").append(text(suppressed));
        }
        return text.toString();
    }

    /** The names of the tests that failed. */
    List<String> failed() {
        return results.testEvents().failed().stream()
                .map(Event::getTestDescriptor)
                .map(test -> test.getDisplayName())
                .toList();
    }
}
