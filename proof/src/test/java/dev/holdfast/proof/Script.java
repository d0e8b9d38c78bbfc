package dev.holdfast.proof;

import dev.holdfast.core.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A scenario for tests of the engine, put together from lambdas: every session increments one counter row. */
final class Script implements Scenario {
    interface Act {
        Outcome perform(Session session, Step step) throws SQLException;
    }

    interface Look {
        void at(Connection oracle, Findings findings) throws SQLException;
    }

    interface Judge {
        void judge(Stage stage, History history) throws SQLException;
    }

    Form form = new Form(4, 2, 3, Duration.ofSeconds(1));
    Witness witness = new Witness("steps", 1, "steps that were played");
    Act act = Script::increment;
    Look look = (oracle, findings) -> {};
    Judge judge = (stage, history) -> {};
    Optional<Gate> gate = Optional.empty();
    SqlState[] declared = {};
    Runnable beforePlan = () -> {};
    boolean bringsConnections;
    java.util.function.Consumer<Stage> beforeRound = stage -> {};
    Optional<Duration> limit = Optional.empty();

    static Outcome increment(Session session, Step step) throws SQLException {
        return session.transaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("update counter set n = n + 1");
                return Outcome.committed("incremented");
            }
        });
    }

    @Override
    public Card card() {
        return Card.of("script")
                .claim("increments are not lost")
                .invariant("no-lost-increment", "n is the number of acknowledged increments")
                .witness(witness)
                .declares(declared)
                .forms(form, form);
    }

    @Override
    public Plan plan(Form played, RandomGenerator random) {
        beforePlan.run();
        return Plan.of(
                played,
                random,
                (round, session, r) -> java.util.stream.IntStream.range(0, played.steps())
                        .mapToObj(i -> Step.of("increment", "" + r.nextInt(100)))
                        .toList());
    }

    @Override
    public Duration limit(Form played) {
        return limit.orElseGet(played::limit);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        try (var statement = stage.admin().createStatement()) {
            statement.execute("create table counter (n int not null)");
            statement.execute("insert into counter values (0)");
        }
        return new Trial() {
            @Override
            public boolean bringsConnections() {
                return bringsConnections;
            }

            @Override
            public Connection connect(int session) throws SQLException {
                return stage.connect(session);
            }

            @Override
            public void prepare(int round) {
                beforeRound.accept(stage);
            }

            @Override
            public Optional<Gate> gate(int round) {
                return gate;
            }

            @Override
            public Outcome perform(Session session, Step step) throws SQLException {
                stage.findings().witnessed("steps", 1);
                return act.perform(session, step);
            }

            @Override
            public boolean observe(Connection oracle, int round) throws SQLException {
                look.at(oracle, stage.findings());
                return true;
            }

            @Override
            public void judge(History history) throws SQLException {
                judge.judge(stage, history);
            }
        };
    }

    static List<String> codes(Result result) {
        return switch (result.verdict()) {
            case Verdict.Unknown unknown -> List.of("unknown", unknown.reason().code());
            case Verdict other -> List.of(other.label());
        };
    }
}
