package dev.holdfast.catalog.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The design that the saboteurs' flaws are built into: without one it is right, so that what is caught is the flaw. */
@TestInstance(Lifecycle.PER_CLASS)
class TenantTwinsTest {
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

    static Stream<Scenario> repaired() {
        return TenantScenarios.repaired().stream();
    }

    @ParameterizedTest
    @MethodSource("repaired")
    void withoutItsFlawTheTwinIsRight(Scenario scenario) {
        Result result = prover.prove(scenario, 0);
        assertThat(result.verdict())
                .as(scenario.card().id() + " " + result.facts() + " " + result.witness())
                .isInstanceOf(Verdict.Holds.class);
    }
}
