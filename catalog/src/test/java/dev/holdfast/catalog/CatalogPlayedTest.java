package dev.holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Result;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Verdict;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios on a real server, less those with more than thirty sessions, which {@code ./holdfast prove} plays. */
class CatalogPlayedTest extends PlayedTest {
    static Stream<String> scenarios() {
        return Catalog.scenarios().stream()
                .filter(scenario -> small(scenario))
                .map(s -> s.card().id());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void holdsWithASubjectThatIsRight(String id) throws Exception {
        Scenario scenario = Catalog.scenarios().stream()
                .filter(s -> s.card().id().equals(id))
                .findFirst()
                .orElseThrow();
        Result result = prover.prove(scenario, 0);
        if (scenario.notApplicable(server).isEmpty()) {
            assertThat(result.verdict()).as(id).isInstanceOf(Verdict.Holds.class);
        }
        assertThat(rolesLeft()).isZero();
    }
}
