package dev.holdfast.junit.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.junit.Sessions;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Gate;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The sessions do the test's work; invariants are read on the oracle's connection. */
final class RaceTrial implements Trial {
    private final RaceScenario race;
    private final RaceRules rules;
    private final Stage stage;
    private final Map<Integer, RandomGenerator> random = new ConcurrentHashMap<>();

    RaceTrial(RaceScenario race, Stage stage) {
        this.race = race;
        this.rules = race.rules();
        this.stage = stage;
    }

    @Override
    public boolean bringsConnections() {
        return true;
    }

    @Override
    public Connection connect(int session) {
        throw new UnsupportedOperationException("the work brings its own connections");
    }

    @Override
    public Optional<Gate> gate(int round) {
        return rules.gate();
    }

    @Override
    public Outcome perform(Session session, Step step) {
        RandomGenerator own =
                random.computeIfAbsent(session.number(), number -> rules.seed().random(rules.race(), number));
        try {
            return outcome(rules.work().run(new Borrower(session, rules.source(), own)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.MaybeCommitted("interrupted", Optional.empty());
        } catch (Exception | Error e) {
            return failed(session, e);
        }
    }

    private static Outcome outcome(@Nullable Object answer) {
        return switch (answer) {
            case null -> Outcome.committed("done");
            case Outcome outcome -> outcome;
            default -> Outcome.committed(answer.toString());
        };
    }

    private Outcome failed(Session session, Throwable thrown) {
        if (rules.refusals().stream().anyMatch(type -> type.isInstance(thrown))) {
            return Outcome.refused(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return failed(sql);
            }
        }
        race.thrown(thrown);
        stage.findings().unknown("session-threw", "session %d threw %s".formatted(session.number(), thrown));
        return new Outcome.MaybeCommitted(thrown.toString(), Optional.empty());
    }

    /** A pool that had no connection in time has begun nothing. */
    private static Outcome failed(SQLException e) {
        boolean lost = SqlState.of(e).map(SqlState::losesSession).orElse(true);
        return lost && !(e instanceof SQLTransientConnectionException) ? Outcome.atCommit(e) : Outcome.aborted(e);
    }

    @Override
    public boolean observe(Connection oracle, int round) throws SQLException {
        try {
            look(oracle, rules.always(), "while the sessions were at work, ", List.of());
            return !rules.always().isEmpty();
        } catch (SQLException e) {
            if (SqlState.of(e).filter(SqlState::losesSession).isEmpty()) {
                throw e;
            }
            return false; // the test restarts its server
        }
    }

    @Override
    public void judge(History history) throws SQLException {
        race.history(history);
        List<Event> events = history.events();
        try (Connection oracle = stage.database().connect()) { // the stage's own may be lost with the server
            look(oracle, rules.always(), "at the end ", events);
            look(oracle, rules.atTheEnd(), "", events);
        }
        for (HistoryInvariant invariant : rules.histories()) {
            if (!invariant.holds(history)) {
                stage.findings().violated(invariant.name(), "the history doesn't satisfy it", events);
            }
        }
    }

    private void look(Connection oracle, List<SqlInvariant> invariants, String when, List<Event> events)
            throws SQLException {
        for (SqlInvariant invariant : invariants) {
            invariant
                    .violations(oracle)
                    .ifPresent(rows -> stage.findings().violated(invariant.name(), when + rows, events));
        }
    }

    /** A session that borrows for each piece of work. */
    private record Borrower(Session session, DataSource source, RandomGenerator random) implements Sessions.Client {
        @Override
        public int number() {
            return session.number();
        }

        @Override
        public int round() {
            return session.round();
        }

        @Override
        public <T> T call(Work<T> work) throws SQLException {
            try (Connection connection = source.getConnection()) {
                return work.on(connection);
            }
        }
    }
}
