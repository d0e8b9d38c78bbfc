package dev.holdfast.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that are cut on a real server. */
class CommitCutTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Result prove(Scenario scenario) {
        return new Prover(server, ProofOptions.quick(7), Watcher.NONE).prove(scenario, 0);
    }

    @ParameterizedTest
    @EnumSource
    void whatBecomesOfACommitIsKnownWhereverItWasCut(CommitCutForm form) {
        Result result = prove(new CommitCut(form, CommitCutClient.plain()));
        assertThat(result.verdict()).as(result.toString()).isEqualTo(new Verdict.Holds());
        assertThat(result.resolved().unresolved()).isZero();
    }
}
