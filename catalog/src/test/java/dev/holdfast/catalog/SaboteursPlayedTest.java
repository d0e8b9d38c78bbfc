package dev.holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.SaboteurResult;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The saboteurs on a real server, less most of those that crash a server of their own, which {@code ./holdfast prove} plays. */
class SaboteursPlayedTest extends PlayedTest {
    static Stream<String> saboteurs() {
        return Catalog.saboteurs().stream()
                .filter(saboteur -> small(saboteur.twin()))
                .filter(saboteur -> !crashesServers(saboteur))
                .map(Saboteur::id);
    }

    /** Each starts a server; those of one such scenario stand for all. */
    private static boolean crashesServers(Saboteur saboteur) {
        return Stream.of(
                        "fault-server-full",
                        "fault-immediate-shutdown",
                        "fault-restart",
                        "fault-suspend",
                        "restart-under-load")
                .anyMatch(saboteur.scenario()::startsWith);
    }

    @ParameterizedTest
    @MethodSource("saboteurs")
    void isCaughtForTheReasonThatItNames(String id) throws Exception {
        Saboteur saboteur = Catalog.saboteurs().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
        SaboteurResult result = prover.prove(saboteur);
        if (saboteur.twin().notApplicable(server).isEmpty()) {
            assertThat(result.caught()).as(id + ": " + result.last().verdict()).isTrue();
        }
        assertThat(rolesLeft()).isZero();
    }
}
