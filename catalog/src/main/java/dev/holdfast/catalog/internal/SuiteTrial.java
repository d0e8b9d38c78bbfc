package dev.holdfast.catalog.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One trial of a suite. */
final class SuiteTrial implements Trial {
    /** Slots of each budget that are the system database's. */
    static final int RESERVED = 2;

    private static final long LOOK_NANOS = 4_000_000;

    /** Counted by every case that was played to its end. */
    static final String CASES = "cases";

    private final Stage stage;
    private final SuiteScenario suite;
    private final SuiteServer server;
    private final String trial;
    private final String prefix;

    /** Made before a round's sessions start. */
    private volatile @Nullable SuiteRound current;

    SuiteTrial(Stage stage, SuiteScenario suite) throws SQLException {
        this.stage = stage;
        this.suite = suite;
        this.server = new SuiteServer(stage.server().connect());
        stage.closeLater(server);
        String database = stage.database().name();
        this.trial = database.substring(database.lastIndexOf('_') + 1);
        this.prefix = stage.server().nameFor("s" + trial) + "-";
        stage.closeLater(this::dropAll);
    }

    /** For what is refused at once. */
    static Deadline atOnce() {
        return Deadline.in(Duration.ofMillis(5));
    }

    /** For what should be there, and what it is worth waiting for if it isn't. */
    static Deadline aFewSeconds() {
        return Deadline.in(Duration.ofSeconds(5));
    }

    @Override
    public boolean bringsConnections() {
        return true;
    }

    @Override
    public Connection connect(int session) throws SQLException {
        throw new SQLException("the sessions of a suite use its pool");
    }

    private SuitePools.Terms terms(int round) {
        return new SuitePools.Terms(
                stage.database().jdbcUrl(),
                stage.server().user(),
                stage.server().password(),
                suite.budget(),
                suite.tenantMax(),
                suite.caseOf(round).idleTimeout(),
                prefix,
                "suite-" + trial + "-" + round,
                stage::closeLater);
    }

    @Override
    public void prepare(int round) throws SQLException {
        SuiteRound made = new SuiteRound(
                round,
                round / suite.cases().size(),
                suite.whole(stage.form()),
                suite.subject(),
                terms(round),
                server,
                stage.findings());
        current = made;
        guarded(suite.caseOf(round), () -> suite.caseOf(round).before().on(made));
    }

    private SuiteRound round() {
        return Objects.requireNonNull(current, "a round is prepared before it is played");
    }

    /** What fails where a case expects no failure is a violation. */
    @Override
    public Outcome perform(Session session, Step step) throws SQLException {
        SuiteCase played = suite.caseOf(session.round());
        try {
            return played.part().play(round(), session, step);
        } catch (SQLException e) {
            failed(played, e);
            return Outcome.aborted(e);
        }
    }

    private void guarded(SuiteCase played, SuiteRound.Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            failed(played, e);
        }
    }

    private void failed(SuiteCase played, SQLException e) {
        round().must(
                        SuiteRule.SERVED,
                        false,
                        "Let \"%s\" ask for something that can be done. Then it is done, but it was refused with %s: %s."
                                .formatted(played.name(), e.getSQLState(), e.getMessage()));
    }

    /** Two hundred times a second: more would only take the time of what is looked at. */
    @Override
    public boolean observe(Connection oracle, int round) throws SQLException {
        LockSupport.parkNanos(LOOK_NANOS);
        SuitePools.Terms terms = terms(round);
        Map<String, Long> seen = SuiteServer.seen(oracle, terms.application(), terms.prefix());
        long all = seen.values().stream().mapToLong(Long::longValue).sum();
        round().must(
                        SuiteRule.WITHIN_BUDGET,
                        all <= suite.budget(),
                        "Let the budget be %d. Then the server shows no more connections, but it shows %s."
                                .formatted(suite.budget(), seen));
        seen.forEach((database, count) -> withinLimit(database, count));
        return true;
    }

    private void withinLimit(String database, long count) {
        if (database.startsWith(prefix)) {
            round().must(
                            SuiteRule.WITHIN_BUDGET,
                            count <= suite.tenantMax(),
                            "Let a tenant have at most %d connections. Then the server shows no more, but it shows %d in %s."
                                    .formatted(suite.tenantMax(), count, database));
        }
    }

    @Override
    public void settle(int round) throws SQLException {
        SuiteCase played = suite.caseOf(round);
        guarded(played, () -> played.after().on(round()));
        guarded(played, round()::end);
        stage.findings().witnessed(CASES, 1);

        boolean last = (round + 1) % suite.cases().size() == 0;
        for (String database : server.databases(last ? prefix : prefix + "r" + round + "-")) {
            server.drop(database);
        }
    }

    @Override
    public void judge(History history) {
        stage.findings().fact("cases", String.valueOf(suite.cases().size()));
        stage.findings().fact("operations", String.valueOf(history.events().size()));
    }

    /** Also what a saboteur left, or an interrupted trial. */
    private void dropAll() throws SQLException {
        for (String database : server.databases(prefix)) {
            server.drop(database);
        }
    }
}
