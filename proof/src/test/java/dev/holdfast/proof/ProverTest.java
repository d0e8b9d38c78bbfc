package dev.holdfast.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.SqlState;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The engine on a real server: what must not be green is not. */
class ProverTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Result prove(Script script) {
        return new Prover(server, ProofOptions.quick(1), Watcher.NONE).prove(script, 0);
    }

    /** The counter must be the number of acknowledged increments. */
    private static void countAcknowledged(Stage stage, History history) throws SQLException {
        try (Statement statement = stage.oracle().createStatement();
                ResultSet row = statement.executeQuery("select n from counter")) {
            row.next();
            if (row.getInt(1) != history.count(Event::committed)) {
                stage.findings()
                        .violated(
                                "no-lost-increment",
                                "Let n be the counter: it is %d, but %d increments were acknowledged."
                                        .formatted(row.getInt(1), history.count(Event::committed)),
                                history.events().subList(0, 2));
            }
        }
    }

    @Test
    void aScenarioThatHoldsSaysHowMuchItSaw() {
        Script script = new Script();
        script.judge = ProverTest::countAcknowledged;
        script.gate = Optional.of(new Gate("select 1 from counter for update", 4));
        script.witness = Witness.lockWaits(4);
        Result result = prove(script);
        assertThat(Script.codes(result)).containsExactly("holds");
        assertThat(result.operations()).isEqualTo(4 * 2 * 3);
        assertThat(result.committed()).isEqualTo(result.operations());
        assertThat(result.witness().get(Witness.LOCK_WAITS)).isBetween(8L, 24L);
        assertThat(result.exposure().overlapping()).isPositive();
        assertThat(result.exposure().observations()).isPositive();
        assertThat(result.exposure().sentence()).startsWith("no violation in 24 operations, ");
        assertThat(result.latency().max())
                .isGreaterThanOrEqualTo(result.latency().p50());
        assertThat(result.seconds().stream().mapToLong(Second::operations).sum())
                .isEqualTo(24);
        assertThat(result.deadlocks()).isZero();
        assertThat(result.plan()).contains("\n1 3 increment ");
    }

    /** The increments wait for each other on connections that the engine neither opened nor named. */
    @Test
    void sessionsMayBringTheirOwnConnections() {
        Script script = new Script();
        script.bringsConnections = true;
        script.judge = ProverTest::countAcknowledged;
        script.gate = Optional.of(new Gate("select 1 from counter for update", 4));
        script.witness = Witness.lockWaits(8);
        AtomicReference<String> refused = new AtomicReference<>();
        script.beforeRound = stage -> script.act = (session, step) -> {
            try {
                session.call(connection -> "");
            } catch (UnsupportedOperationException e) {
                refused.set(String.valueOf(e.getMessage()));
            }
            try (Connection own = stage.database().connect()) {
                own.createStatement().execute("update counter set n = n + 1");
                return Outcome.committed("incremented");
            }
        };
        Result result = prove(script);
        assertThat(Script.codes(result)).containsExactly("holds");
        assertThat(result.committed()).isEqualTo(4 * 2 * 3);
        assertThat(result.witness().get(Witness.LOCK_WAITS)).isBetween(8L, 24L);
        assertThat(refused.get()).isEqualTo("the sessions of this trial bring their own connections");
    }

    @Test
    void aScenarioMayHaveALimitOfItsOwn() {
        Script script = new Script();
        script.limit = Optional.of(Duration.ofMillis(300));
        script.act = (session, step) -> session.transaction(connection -> {
            connection.createStatement().execute("select pg_sleep(100)");
            return Outcome.committed("slept");
        });
        Result result = prove(script);
        assertThat(Script.codes(result)).containsExactly("unknown", "time-limit");
    }

    @Test
    void aBrokenInvariantIsViolatedAndASaboteurCaughtForTheReasonItNames() {
        Script twin = new Script();
        twin.judge = ProverTest::countAcknowledged;
        twin.act = (session, step) -> {
            Script.increment(session, step);
            return session.number() == 0 ? Outcome.refused("dropped") : Outcome.committed("incremented");
        };
        Prover prover = new Prover(server, ProofOptions.quick(1), Watcher.NONE);
        SaboteurResult caught =
                prover.prove(new Saboteur("s", "script", "drops answers", "no-lost-increment", Set.of(), 3, twin));
        assertThat(caught.caught()).isTrue();
        assertThat(caught.attempts()).isEqualTo(1);
        assertThat(caught.last().violations().get(0).argument()).contains("24").contains("18");
        assertThat(caught.last().violations().get(0).events()).hasSize(2);
    }

    @Test
    void aSaboteurRedForAnotherReasonIsNotCaught() {
        Script twin = new Script();
        twin.judge = (stage, history) -> {
            stage.findings().violated("no-lost-increment", "as named");
            stage.findings().violated("another", "by accident");
        };
        Prover prover = new Prover(server, ProofOptions.quick(1), Watcher.NONE);
        Saboteur strict = new Saboteur("s", "script", "f", "no-lost-increment", Set.of(), 2, twin);
        assertThat(prover.prove(strict).caught()).isFalse();
        assertThat(prover.prove(strict).attempts()).isEqualTo(2);
        Saboteur lenient = new Saboteur("s", "script", "f", "no-lost-increment", Set.of("another"), 2, twin);
        assertThat(prover.prove(lenient).caught()).isTrue();
        twin.judge = (stage, history) -> stage.findings().violated("another", "by accident");
        assertThat(prover.prove(lenient).caught()).isFalse();
        twin.judge = (stage, history) -> {};
        assertThat(prover.prove(lenient).caught()).isFalse();
    }

    @Test
    void aWitnessThatWasNotSeenIsUnknown() {
        Script script = new Script();
        script.witness = new Witness("unheard-of", 1, "never happens");
        assertThat(Script.codes(prove(script))).containsExactly("unknown", "witness-below-minimum");
    }

    @Test
    void anUndeclaredSqlStateIsUnknownAndADeclaredOneIsNot() {
        Script script = new Script();
        script.act = (session, step) -> session.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1 / 0");
                return Outcome.committed("divided");
            }
        });
        Result result = prove(script);
        assertThat(Script.codes(result)).containsExactly("unknown", "undeclared-sqlstate");
        assertThat(result.sqlStates()).containsEntry(new SqlState("22012"), 24L);
        script.declared = new SqlState[] {new SqlState("22012")};
        assertThat(Script.codes(prove(script))).containsExactly("holds");
    }

    @Test
    void anOracleOrJudgeOrSessionThatThrowsIsUnknown() {
        Script blind = new Script();
        blind.look = (oracle, findings) -> {
            throw new IllegalStateException("blind");
        };
        assertThat(Script.codes(prove(blind))).containsExactly("unknown", "checker-threw");
        Script biased = new Script();
        biased.judge = (stage, history) -> {
            throw new SQLException("no such table", "42P01");
        };
        assertThat(Script.codes(prove(biased))).containsExactly("unknown", "trial-threw");
        Script clumsy = new Script();
        clumsy.act = (session, step) -> {
            throw new IllegalArgumentException("clumsy");
        };
        assertThat(Script.codes(prove(clumsy))).containsExactly("unknown", "session-threw");
    }

    @Test
    void nothingObservedIsUnknown() {
        Script script = new Script();
        script.form = new Form(4, 0, 3, Duration.ofSeconds(1));
        assertThat(Script.codes(prove(script))).containsExactly("unknown", "nothing-observed");
    }

    @Test
    void aSessionThatCanNotConnectIsUnknown() {
        Script script = new Script();
        script.form = new Form(500, 1, 1, Duration.ofSeconds(1));
        Result result = prove(script);
        assertThat(Script.codes(result)).containsExactly("unknown", "trial-threw");
        assertThat(((Verdict.Unknown) result.verdict()).reason().text()).contains("53300");
    }

    @Test
    void aLostCommitIsInDoubtUntilSomebodySettlesIt() {
        Script script = new Script();
        script.form = new Form(2, 1, 1, Duration.ofSeconds(1));
        script.act = (session, step) -> session.number() == 0
                ? Script.increment(session, step)
                : Outcome.atCommit(new SQLException("cut", "08006"));
        script.declared = new SqlState[] {SqlState.CONNECTION_FAILURE};
        assertThat(Script.codes(prove(script))).containsExactly("unknown", "unresolved-outcomes");
        script.judge = (stage, history) -> history.where(e -> !e.committed())
                .forEach(maybe -> stage.findings().settled(maybe, false));
        Result settled = prove(script);
        assertThat(Script.codes(settled)).containsExactly("holds");
        assertThat(settled.resolved()).isEqualTo(new Result.Resolved(0, 1, 0));
    }

    @Test
    void aLostSessionDuringAStepIsInDoubt() {
        Script script = new Script();
        script.form = new Form(1, 1, 1, Duration.ofSeconds(1));
        script.act = (session, step) -> session.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pg_backend_pid())");
                return Outcome.committed("alive");
            }
        });
        script.declared = new SqlState[] {SqlState.ADMIN_SHUTDOWN, SqlState.CONNECTION_FAILURE};
        assertThat(Script.codes(prove(script))).containsExactly("unknown", "unresolved-outcomes");
    }

    @Test
    void aHangingTrialIsEndedAtTheLimitAndShowsWhatItsSessionsWereDoing() throws SQLException {
        Script script = new Script();
        script.form = new Form(2, 1, 1, Duration.ofMillis(-3_600)); // a limit of 30 s - 8 * 3.6 s
        script.act = (session, step) -> session.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(600)");
                return Outcome.committed("slept");
            }
        });
        try (Database anotherRuns = server.createDatabase("another-run");
                Connection others = Route.DIRECT.open(anotherRuns, "holdfast-session-7")) {
            Result result = prove(script);
            assertThat(Script.codes(result)).containsExactly("unknown", "time-limit");
            String text = ((Verdict.Unknown) result.verdict()).reason().text();
            assertThat(text)
                    .contains("session-0:")
                    .contains("pg_sleep(600)")
                    .contains("holdfast-session-1")
                    .doesNotContain("holdfast-session-7");
            assertThat(others.isValid(5)).as("others' sessions are left alone").isTrue();
        }
    }

    @Test
    void theLimitHoldsAlsoWhenTheServerStandsStill() {
        Script script = new Script();
        script.form = new Form(2, 1, 1, Duration.ofMillis(-3_600));
        try (EmbeddedPostgres frozen = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            script.act = (session, step) -> {
                if (session.number() == 0) {
                    frozen.suspend();
                }
                return Script.increment(session, step);
            };
            Result result = new Prover(frozen, ProofOptions.quick(1), Watcher.NONE).prove(script, 0);
            frozen.resume();
            assertThat(Script.codes(result)).containsExactly("unknown", "time-limit");
            assertThat(((Verdict.Unknown) result.verdict()).reason().text()).contains("the server didn't answer");
        }
    }

    @Test
    void anErrorIsNoMoreGreenThanAnException() {
        Script biased = new Script();
        biased.judge = (stage, history) -> {
            throw new StackOverflowError();
        };
        assertThat(Script.codes(prove(biased))).containsExactly("unknown", "trial-threw");
        Script blind = new Script();
        blind.look = (oracle, findings) -> {
            throw new NoClassDefFoundError("blind");
        };
        assertThat(Script.codes(prove(blind))).containsExactly("unknown", "checker-threw");
        Script aimless = new Script();
        aimless.beforePlan = () -> {
            throw new IllegalArgumentException("no plan");
        };
        assertThat(Script.codes(prove(aimless))).containsExactly("unknown", "plan-threw");
    }

    @Test
    void anErrorWithoutSqlStateIsNoRefusal() {
        Script script = new Script();
        script.act = (session, step) -> session.transaction(connection -> {
            throw new SQLException("something unusual");
        });
        assertThat(Script.codes(prove(script))).containsExactly("unknown", "undeclared-sqlstate");
    }

    @Test
    void whatASessionDidBeforeItThrewStaysInTheHistory() {
        Script script = new Script();
        script.judge = ProverTest::countAcknowledged;
        AtomicInteger steps = new AtomicInteger();
        script.act = (session, step) -> {
            if (steps.incrementAndGet() == 7) {
                throw new IllegalStateException("clumsy");
            }
            return Script.increment(session, step);
        };
        Result result = prove(script);
        assertThat(Script.codes(result)).containsExactly("unknown", "session-threw");
        assertThat(result.committed()).isEqualTo(23);
        assertThat(result.resolved().unresolved()).isEqualTo(1);
    }

    @Test
    void aSessionThatThrowsInATransactionKeepsNoLocks() {
        Script script = new Script();
        script.form = new Form(4, 1, 3, Duration.ofSeconds(-3));
        script.act = (session, step) -> session.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("update counter set n = n + 1");
            }
            if (session.number() == 0) {
                throw new IllegalStateException("clumsy");
            }
            return Outcome.committed("incremented");
        });
        assertThat(Script.codes(prove(script))).containsExactly("unknown", "session-threw");
    }

    @Test
    void backendsThatAPoolerKeepsAreEndedBeforeTheJudgement() throws SQLException {
        List<Connection> kept = new CopyOnWriteArrayList<>();
        Route pooling = (database, application) -> {
            kept.add(Route.DIRECT.open(database, application));
            return Route.DIRECT.open(database, application);
        };
        ProofOptions options =
                new ProofOptions(1, false, Optional.empty(), Optional.empty(), Optional.empty(), pooling);
        Script script = new Script();
        List<Boolean> alive = new ArrayList<>();
        script.judge = (stage, history) -> {
            for (Connection one : kept) {
                alive.add(one.isValid(5));
            }
        };
        assertThat(Script.codes(new Prover(server, options, Watcher.NONE).prove(script, 0)))
                .containsExactly("holds");
        assertThat(alive).containsExactly(false, false, false, false);
    }

    @Test
    void aStepOfALoadThatIsDueAfterItsEndIsNotBegun() {
        Script script = new Script();
        script.form = new Form(4, 1, 3, Duration.ofSeconds(1));
        ProofOptions options = new ProofOptions(
                1,
                false,
                Optional.empty(),
                Optional.of(Duration.ofMillis(500)),
                Optional.of(new Pace.PerSecond(1)),
                Route.DIRECT);
        assertThat(new Prover(server, options, Watcher.NONE).prove(script, 0).operations())
                .isEqualTo(1);
    }

    @Test
    void aLoadEndsWhenItsConnectionsAreGone() {
        Script script = new Script();
        script.form = new Form(2, 1, 1, Duration.ofSeconds(1));
        script.act = (session, step) -> session.call(connection -> {
            connection.close();
            return Outcome.committed("closed");
        });
        ProofOptions options = new ProofOptions(
                1, false, Optional.empty(), Optional.of(Duration.ofSeconds(1)), Optional.empty(), Route.DIRECT);
        assertThat(new Prover(server, options, Watcher.NONE).prove(script, 0).operations())
                .isEqualTo(2);
    }

    @Test
    void anInterruptedSaboteurIsNotTriedAgain() {
        Saboteur saboteur = new Saboteur("s", "script", "f", "no-lost-increment", Set.of(), 5, new Script());
        Thread.currentThread().interrupt();
        SaboteurResult result = new Prover(server, ProofOptions.quick(1), Watcher.NONE).prove(saboteur);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(Script.codes(result.last())).containsExactly("unknown", "interrupted");
    }

    @Test
    void aDurationRepeatsALoadAndAFixedRateIsKept() {
        Script script = new Script();
        script.form = new Form(4, 1, 3, Duration.ofSeconds(1));
        ProofOptions options = new ProofOptions(
                1,
                false,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(1)),
                Optional.of(new Pace.PerSecond(100)),
                Route.DIRECT);
        Result result = new Prover(server, options, Watcher.NONE).prove(script, 0);
        assertThat(Script.codes(result)).containsExactly("holds");
        double most = 100 * result.duration().toMillis() / 1e3 + 4;
        assertThat((double) result.operations()).isBetween(12.0, most);
    }

    @Test
    void gatedRoundsSayNothingAboutSpeed() {
        Script script = new Script();
        script.gate = Optional.of(new Gate("select 1 from counter for update", 4));
        Result result = prove(script);
        assertThat(result.operations()).isEqualTo(24);
        assertThat(result.ratePerSecond()).isZero();
        assertThat(result.latency()).isEqualTo(Latency.none());
    }

    @Test
    void aDurationPlaysFurtherRounds() {
        Script script = new Script();
        ProofOptions options = new ProofOptions(
                1, false, Optional.empty(), Optional.of(Duration.ofMillis(300)), Optional.empty(), Route.DIRECT);
        Result result = new Prover(server, options, Watcher.NONE).prove(script, 0);
        assertThat(result.operations()).isGreaterThan(24).matches(n -> n % 12 == 0);
        assertThat(result.ratePerSecond()).isPositive();
        assertThat(result.latency().max())
                .isGreaterThanOrEqualTo(result.latency().p50());
    }

    @Test
    void progressIsToldAndAScenarioThatCanNotRunIsNotApplicable() {
        Script slow = new Script();
        slow.form = new Form(1, 1, 1, Duration.ofSeconds(1));
        slow.act = (session, step) -> session.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_sleep(0.4)");
                return Outcome.committed("slept");
            }
        });
        List<Progress> told = new ArrayList<>();
        Watcher watcher = new Watcher() {
            @Override
            public void progress(Progress progress) {
                told.add(progress);
            }
        };
        new Prover(server, ProofOptions.quick(1), watcher).prove(slow, 0);
        assertThat(told)
                .isNotEmpty()
                .last()
                .satisfies(p -> assertThat(p.sessions()).isEqualTo(1));
        Scenario absent = new Absent();
        Result result = new Prover(server, ProofOptions.quick(1), Watcher.NONE).prove(absent, 0);
        assertThat(result.verdict().label()).isEqualTo("not_applicable");
    }

    @Test
    void nothingOfATrialIsLeftOnTheServer() throws SQLException {
        prove(new Script());
        try (var connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from pg_database where datname like 'holdfast%'")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
        }
    }

    @Test
    void severalSessionsReallyRunAtTheSameTime() {
        AtomicInteger met = new AtomicInteger();
        Rendezvous all = new Rendezvous(4, Duration.ofSeconds(10));
        Script script = new Script();
        script.act = (session, step) -> {
            met.addAndGet(all.meet() ? 1 : 0);
            return Outcome.committed("met");
        };
        prove(script);
        assertThat(met).hasValue(24);
    }

    private static final class Absent implements Scenario {
        private final Script script = new Script();

        @Override
        public Card card() {
            return script.card();
        }

        @Override
        public Plan plan(Form form, java.util.random.RandomGenerator random) {
            return script.plan(form, random);
        }

        @Override
        public Trial open(Stage stage) throws SQLException {
            return script.open(stage);
        }

        @Override
        public Optional<Verdict.Reason> notApplicable(PostgresServer on) {
            return Optional.of(new Verdict.Reason("no-moon", "needs a full moon"));
        }
    }
}
