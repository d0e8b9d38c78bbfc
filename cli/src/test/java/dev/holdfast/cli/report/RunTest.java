package dev.holdfast.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {
    private static Entry entry(Result result) {
        return new Entry(result, List.of());
    }

    @Test
    void allHoldIsZero() {
        Run run = Sample.run(entry(Sample.holds("a")), entry(Sample.notApplicable("b")));
        assertThat(run.exitCode()).isZero();
        assertThat(run.inWords()).isEqualTo("Everything holds: no violation in 1,000 operations of 1 scenario.");
    }

    @Test
    void violatedIsOneAlsoBesideUnknown() {
        assertThat(Sample.mixed().exitCode()).isEqualTo(1);
        assertThat(Sample.mixed().inWords()).isEqualTo("Violated: 1 of 5 scenarios broke an invariant.");
    }

    @Test
    void aSurvivingSaboteurIsOne() {
        Run run = Sample.run(new Entry(Sample.holds("a"), List.of(Sample.caught("a"), Sample.survived("a"))));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.inWords()).isEqualTo("Not proved: 1 of 2 saboteurs survived.");
    }

    @Test
    void unknownIsThree() {
        assertThat(Sample.run(entry(Sample.holds("a")), entry(Sample.unknown("b")))
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void nothingPlayedIsThree() {
        assertThat(Sample.run().exitCode()).isEqualTo(3);
        assertThat(Sample.run(entry(Sample.notApplicable("a"))).exitCode()).isEqualTo(3);
    }

    @Test
    void notApplicableIsThreeIfItWasAskedForByName() {
        Run run = Sample.run(true, false, entry(Sample.holds("a")), entry(Sample.notApplicable("b")));
        assertThat(run.exitCode()).isEqualTo(3);
    }

    @Test
    void anInterruptedRunIsUnknownUnlessItIsViolated() {
        Run run = Sample.run(false, true, entry(Sample.holds("a")));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.inWords()).contains("interrupted");
        assertThat(Sample.run(false, true, entry(Sample.violated("a"))).exitCode())
                .isEqualTo(1);
    }

    @Test
    void anUnresolvedOutcomeIsUnknownWhateverTheTrialSaid() {
        Run run = Sample.run(entry(unresolved()));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.entries().getFirst().verdict()).isInstanceOf(Verdict.Unknown.class);
    }

    private static Result unresolved() {
        Result r = Sample.holds("a");
        return new Result(
                r.card(),
                0,
                1,
                r.form(),
                r.plan(),
                r.verdict(),
                10,
                9,
                0,
                new Result.Resolved(0, 0, 1),
                r.sqlStates(),
                1,
                r.latency(),
                0,
                r.witness(),
                new Exposure(10, 1, 1, 1),
                r.facts(),
                List.of(),
                r.started(),
                Duration.ZERO);
    }

    @Test
    void oneRedRepetitionMakesTheScenarioRedAndItsSeedsAreNamed() {
        Run run = Sample.run(
                entry(Sample.holds("a")),
                entry(Sample.result("a", 1, new Verdict.Violated(List.of(Sample.oversold())), 1)),
                entry(Sample.result("a", 2, new Verdict.Holds(), 1)));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.scenarios()).hasSize(1);
        assertThat(run.scenarios().getFirst().repetitions()).isEqualTo("violated in 1 of 3, with trial seeds 4712");
    }

    @Test
    void passwordsAreMaskedWhereverTheyStand() {
        assertThat(Sample.mixed().toString()).doesNotContain("hunter2").contains("app:********@db");
        assertThat(Masked.text("PGPASSWORD=x1 sslpassword=x2&a=b --password x3 postgres://u:p@w@h"))
                .isEqualTo("PGPASSWORD=******** sslpassword=********&a=b --password ******** postgres://u:********@h");
    }

    @Test
    void theReplayCommandHasTheSeedAndTheOptionsThatMatter() {
        Run run = Sample.mixed();
        assertThat(Argument.replay(run, Sample.holds("last-stock")))
                .isEqualTo("./holdfast prove last-stock --seed 42 --sessions 50"
                        + " --target 'jdbc:postgresql://db:5432/app?user=app&password=********'");
    }
}
