package dev.holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.SaboteurResult;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue on a real server, less what takes long and {@code ./holdfast prove} plays: scenarios with more than thirty
 * sessions, and most saboteurs that crash a server of their own.
 */
@TestInstance(Lifecycle.PER_CLASS)
class CatalogPlayedTest {
    private static final int MOST_SESSIONS = 30;

    private EmbeddedPostgres server;
    private Prover prover;

    @BeforeAll
    void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        prover = new Prover(server, ProofOptions.quick(20261121), Watcher.NONE);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<String> scenarios() {
        return Catalog.scenarios().stream()
                .filter(scenario -> small(scenario))
                .map(s -> s.card().id());
    }

    static Stream<String> saboteurs() {
        return Catalog.saboteurs().stream()
                .filter(saboteur -> small(saboteur.twin()))
                .filter(saboteur -> !crashesServers(saboteur))
                .map(Saboteur::id);
    }

    /** Each starts a server; those of one such scenario stand for all. */
    private static boolean crashesServers(Saboteur saboteur) {
        return Stream.of("fault-server-full", "fault-immediate-shutdown", "fault-restart", "fault-suspend")
                .anyMatch(saboteur.scenario()::startsWith);
    }

    private static boolean small(Scenario scenario) {
        return scenario.card().quick().sessions() <= MOST_SESSIONS;
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

    private long rolesLeft() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from pg_roles where rolname like 'holdfast_%'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
