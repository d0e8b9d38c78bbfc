package dev.holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.SaboteurResult;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Saboteurs on a real server: one in eight, and with {@code -Dholdfast.long=true} all but most of those that crash a server of
 * their own. {@code ./holdfast prove --saboteurs} plays all.
 */
class SaboteursPlayedTest extends PlayedTest {
    private static final int ONE_IN = Boolean.getBoolean("holdfast.long") ? 1 : 8;

    static Stream<String> saboteurs() {
        List<String> all = Catalog.saboteurs().stream()
                .filter(saboteur -> small(saboteur.twin()))
                .filter(saboteur -> !crashesServers(saboteur))
                .map(Saboteur::id)
                .toList();
        return IntStream.range(0, all.size())
                .filter(place -> place % ONE_IN == 0)
                .mapToObj(all::get);
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
