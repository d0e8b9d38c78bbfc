package dev.holdfast.catalog.internal;

import static dev.holdfast.catalog.internal.SuiteRound.brief;
import static dev.holdfast.catalog.internal.SuiteRound.soon;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The suite about limits, which the original never reached: its "limit" of ten was met by eight, its timeout by nothing, and
 * its idle connections outlived the test. Here the budget is ten, of which two are the system database's, a tenant has three
 * at most, and every limit is reached.
 */
final class SuiteLimits {
    static final String BUDGET_REACHED = "budget-reached";
    static final String TENANT_MAX_REACHED = "tenant-max-reached";
    static final String TIMEOUT = "timeout";
    static final String WAITS = "waits";
    static final String IDLE = "idle";
    static final String FIGURES = "figures";
    static final String ERRORS = "errors";
    static final String RELEASES = "releases";

    static final int BUDGET = 10;
    private static final int FOR_TENANTS = BUDGET - SuiteTrial.RESERVED;
    private static final int TENANT_MAX = 3;
    private static final int PLAYERS = 10;
    private static final Set<String> LIMIT = Set.of("53400");

    /** Witnesses. */
    private static final String REACHED = "limits-reached";

    private static final String TIMEOUTS = "timeouts-provoked";
    private static final String IDLE_SEEN = "idle-closed";

    private SuiteLimits() {}

    static SuiteScenario scenario(SuitePools subject) {
        Card.Builder card = Card.of("suite-limits")
                .claim("Every limit is reached, none is passed, and nothing is lost there.")
                .source("A multi-tenant pool manager's integration suite \"limits\", nine cases.")
                .tags("connections", "suites")
                .witness(new Witness(SuiteTrial.CASES, 8, "cases played to their end"))
                .witness(new Witness(SuiteRound.CHECKS, 100, "checks made"))
                .witness(new Witness(REACHED, 4, "times that a limit was reached, as the server shows"))
                .witness(new Witness(TIMEOUTS, 3, "requests refused at their deadline"))
                .witness(new Witness(IDLE_SEEN, 4, "tenants whose connections were closed because nobody used them"))
                .witness(Witness.observations(20));
        SuiteRule.on(
                card,
                SuiteRule.SERVED,
                SuiteRule.OWN_DATABASE,
                SuiteRule.NOTHING_LEFT,
                SuiteRule.WITHIN_BUDGET,
                SuiteRule.LIMIT_REACHED,
                SuiteRule.STATISTICS,
                SuiteRule.NO_ERROR_LEAK,
                SuiteRule.IDLE_CLOSED);
        return new SuiteScenario(
                card.forms(
                        new Form(PLAYERS, 8, 1, Duration.ofSeconds(6)),
                        new Form(PLAYERS, 80, 2, Duration.ofSeconds(60))),
                BUDGET,
                TENANT_MAX,
                cases(),
                subject);
    }

    private static List<SuiteCase> cases() {
        return List.of(
                SuiteCase.alone(BUDGET_REACHED, SuiteLimits::reachTheBudget).prepared(round -> round.shared(0, 10)),
                SuiteCase.together(TENANT_MAX_REACHED, PLAYERS, SuiteLimits::queryTogether)
                        .prepared(round -> round.shared(0, 1))
                        .checked(SuiteLimits::threeServedAll),
                SuiteCase.alone(TIMEOUT, SuiteLimits::timeOut).prepared(round -> round.shared(0, 2)),
                SuiteCase.together(WAITS, PLAYERS, SuiteLimits::waitForTheOnlyOne)
                        .prepared(SuiteLimits::oneConnection)
                        .checked(SuiteLimits::oneServedAll),
                SuiteCase.alone(IDLE, SuiteLimits::idle)
                        .prepared(round -> round.shared(0, 5))
                        .idle(Duration.ofMillis(300)),
                SuiteCase.together(FIGURES, 1, SuiteLimits::figures)
                        .scripted((session, whole, dice) ->
                                List.of(Step.of(FIGURES, String.valueOf(dice.nextInt(1_000_000)))))
                        .prepared(round -> round.shared(0, 3)),
                SuiteCase.alone(ERRORS, SuiteLimits::errors).prepared(round -> round.shared(0, 4)),
                SuiteCase.alone(RELEASES, SuiteLimits::releases).prepared(round -> round.shared(0, 5)));
    }

    /** Eight of ten tenants get a connection and keep it; the ninth gets none until one of them is back. */
    private static void reachTheBudget(SuiteRound round) throws SQLException {
        List<Connection> leases = take(round, 0, FOR_TENANTS);
        shows(round, FOR_TENANTS);
        systemAnswers(round);
        refusedAtTheLimit(round, round.shared(8));
        leases.removeFirst().close();
        round.answers(round.shared(9));
        for (Connection lease : leases) {
            lease.close();
        }
        for (int i = 0; i < 10; i++) {
            round.answers(round.shared(i));
        }
    }

    private static List<Connection> take(SuiteRound round, int from, int to) throws SQLException {
        List<Connection> leases = new ArrayList<>();
        for (int i = from; i < to; i++) {
            try {
                leases.add(round.pool().lease(round.shared(i), soon()));
                round.right(leases.getLast(), round.shared(i));
            } catch (SQLException e) {
                granted(round, leases.size(), to - from, e);
                throw e;
            }
        }
        granted(round, leases.size(), to - from, null);
        return leases;
    }

    private static void granted(
            SuiteRound round, int granted, int due, @org.jspecify.annotations.Nullable SQLException refusal) {
        round.must(
                SuiteRule.LIMIT_REACHED,
                granted == due,
                "Let the limits allow %d leases at once. Then so many are granted, but after %d came %s."
                        .formatted(due, granted, refusal));
    }

    /** The tenants' part of what the server shows. */
    private static void shows(SuiteRound round, int expected) throws SQLException {
        long shown = 0;
        for (int i = 0; i < 10; i++) {
            shown += round.server().in(round.databaseOf(round.shared(i)));
        }
        round.witnessed(REACHED);
        round.must(
                SuiteRule.LIMIT_REACHED,
                shown == expected,
                "Let %d leases of different tenants be out, all that the budget allows. Then the server shows so many connections, but it shows %d."
                        .formatted(expected, shown));
    }

    private static void systemAnswers(SuiteRound round) throws SQLException {
        try (Connection system = round.pool().system(soon())) {
            long answer = Sql.number(system, "select 7");
            round.must(SuiteRule.SERVED, answer == 7, "Let 7 be asked for. Then it comes, but " + answer + " came.");
        }
    }

    private static void refusedAtTheLimit(SuiteRound round, TenantId tenant) {
        Optional<SQLException> refusal = round.refused(
                SuiteRule.LIMIT_REACHED,
                "all connections that the limits allow be lent, and another be asked for",
                LIMIT,
                () -> round.pool().lease(tenant, brief()).close());
        refusal.ifPresent(e -> typed(round, e));
    }

    private static void typed(SuiteRound round, SQLException refusal) {
        boolean complete = refusal instanceof LeaseRefused typed
                && typed.retryAfter().toNanos() > 0
                && typed.holders().isPresent();
        round.witnessed(TIMEOUTS);
        round.must(
                SuiteRule.LIMIT_REACHED,
                complete,
                "Let a request be refused at a limit. Then it is told who holds the budget and when to try again, but it got "
                        + refusal + ".");
    }

    /** Ten on a tenant with three connections at most. */
    private static Outcome queryTogether(SuiteRound round, Session session, Step step) throws SQLException {
        try (Connection lease = round.pool().lease(round.shared(0), soon())) {
            round.right(lease, round.shared(0));
            long answer = Sql.number(lease, "select ?::int from pg_sleep(0.05)", session.number());
            round.must(
                    SuiteRule.SERVED,
                    answer == session.number(),
                    "Let a session ask for %d. Then it gets that, but it got %d.".formatted(session.number(), answer));
        }
        return Outcome.committed("answered");
    }

    private static void threeServedAll(SuiteRound round) throws SQLException {
        int served = round.backendsOf(round.shared(0));
        round.must(
                SuiteRule.LIMIT_REACHED,
                served <= TENANT_MAX,
                "Let ten sessions use a tenant with three connections at most. Then three backends serve them, but %d did."
                        .formatted(served));
        List<Connection> leases = new ArrayList<>();
        for (int i = 0; i < TENANT_MAX; i++) {
            leases.add(round.pool().lease(round.shared(0), soon()));
        }
        long shown = round.server().in(round.databaseOf(round.shared(0)));
        round.witnessed(REACHED);
        round.must(
                SuiteRule.LIMIT_REACHED,
                shown == TENANT_MAX,
                "Let a tenant's three connections be lent. Then the server shows three, but it shows " + shown + ".");
        refusedAtTheLimit(round, round.shared(0));
        for (Connection lease : leases) {
            lease.close();
        }
    }

    /** A tenant's only connection is kept longer than the next is willing to wait. */
    private static void timeOut(SuiteRound round) throws SQLException {
        TenantId tenant = round.shared(0);
        round.pool().limit(tenant, TenantLimits.upTo(1));
        try (Connection lease = round.pool().lease(tenant, soon())) {
            round.witnessed(REACHED);
            refusedAtTheLimit(round, tenant);
            round.right(lease, tenant);
            round.answers(round.shared(1));
        }
        round.answers(tenant);
    }

    private static void oneConnection(SuiteRound round) throws SQLException {
        round.shared(0, 1);
        round.pool().limit(round.shared(0), TenantLimits.upTo(1));
    }

    /** Ten want a tenant's only connection; all wait their turn. */
    private static Outcome waitForTheOnlyOne(SuiteRound round, Session session, Step step) throws SQLException {
        round.answers(round.shared(0));
        return Outcome.committed("answered");
    }

    private static void oneServedAll(SuiteRound round) {
        int served = round.backendsOf(round.shared(0));
        round.witnessed(REACHED);
        round.must(
                SuiteRule.LIMIT_REACHED,
                served == 1,
                "Let a tenant have one connection at most. Then one backend serves all, but %d did.".formatted(served));
    }

    /** Five tenants' connections are closed when nobody uses them, but for the guaranteed one, and opened again. */
    private static void idle(SuiteRound round) throws SQLException {
        TenantId kept = round.shared(0);
        round.pool().limit(kept, TenantLimits.upTo(2).withMin(1));
        for (int i = 0; i < 5; i++) {
            try (Connection one = round.pool().lease(round.shared(i), soon());
                    Connection two = i < 2 ? round.pool().lease(round.shared(i), soon()) : one) {
                round.right(two, round.shared(i));
            }
        }
        boolean gone = true;
        for (int i = 1; i < 5 && gone; i++) {
            gone = goes(round, round.shared(i), 0);
            round.witnessed(IDLE_SEEN);
        }
        if (gone) {
            goes(round, kept, 1);
        }
        for (int i = 0; i < 5; i++) {
            round.answers(round.shared(i));
        }
    }

    private static boolean goes(SuiteRound round, TenantId tenant, long down) throws SQLException {
        String database = round.databaseOf(tenant);
        boolean gone = round.server()
                .await(connection ->
                        Sql.number(connection, "select count(*) from pg_stat_activity where datname = ?", database)
                                == down);
        round.must(
                SuiteRule.IDLE_CLOSED,
                gone,
                "Let nobody use %s's connections for far longer than the idle timeout. Then the server shows %d of them, but it shows %d."
                        .formatted(tenant, down, round.server().in(database)));
        return gone;
    }

    /** Takes, gives back, closes and loses at random; after each, statistics and server agree. */
    private static Outcome figures(SuiteRound round, Session session, Step step) throws SQLException {
        SplittableRandom dice = new SplittableRandom(Long.parseLong(step.argument(0)));
        List<TenantId> tenants = List.of(round.shared(0), round.shared(1), round.shared(2));
        List<Connection> leases = new ArrayList<>();
        boolean same = true;
        for (int i = 0; same && i < (round.whole() ? 60 : 12); i++) {
            TenantId tenant = tenants.get(dice.nextInt(3));
            if (leases.size() < 3 && dice.nextInt(3) > 0) {
                leases.add(round.pool().lease(tenant, soon()));
            } else if (!leases.isEmpty()) {
                leases.remove(dice.nextInt(leases.size())).close();
            } else {
                loses(round, tenant);
            }
            same = SuiteFigures.agree(round, tenants);
            inUse(round, leases.size());
        }
        for (Connection lease : leases) {
            lease.close();
        }
        loses(round, tenants.get(0));
        SuiteFigures.agree(round, tenants);
        return Outcome.committed("agreed");
    }

    /** The server ends an idle connection. */
    private static void loses(SuiteRound round, TenantId tenant) throws SQLException {
        round.server().end(round.answers(tenant));
    }

    private static void inUse(SuiteRound round, int lent) throws SQLException {
        boolean same = round.server()
                .await(connection -> round.pool().statistics().tenants().values().stream()
                                .mapToInt(part -> part.inUse())
                                .sum()
                        == lent);
        round.must(
                SuiteRule.STATISTICS,
                same,
                "Let %d leases be out. Then statistics say that so many are in use, but they say %s."
                        .formatted(lent, round.pool().statistics().total()));
    }

    /** Neither failed statements nor failed requests cost anything: afterwards all of the budget can be had. */
    private static void errors(SuiteRound round) throws SQLException {
        round.pool().limit(round.shared(3), TenantLimits.upTo(1));
        for (int i = 0; i < 10; i++) {
            fails(round, round.shared(i % 3), i % 2 == 0);
        }
        try (Connection only = round.pool().lease(round.shared(3), soon())) {
            for (int i = 0; i < 10; i++) {
                round.refused(
                        SuiteRule.NO_ERROR_LEAK,
                        "the only connection be lent",
                        LIMIT,
                        () -> round.pool()
                                .lease(round.shared(3), SuiteTrial.atOnce())
                                .close());
            }
            assert only != null;
        }
        List<Connection> leases = new ArrayList<>();
        try {
            for (int i = 0; i < 7; i++) {
                leases.add(round.pool().lease(round.shared(i / TENANT_MAX), SuiteTrial.aFewSeconds()));
            }
            leases.add(round.pool().lease(round.shared(3), SuiteTrial.aFewSeconds()));
        } catch (SQLException e) {
            assert e != null; // judged below
        }
        round.must(
                SuiteRule.NO_ERROR_LEAK,
                leases.size() == FOR_TENANTS,
                "Let all leases be back, after errors. Then all %d connections can be lent, but only %d could."
                        .formatted(FOR_TENANTS, leases.size()));
        for (Connection lease : leases) {
            lease.close();
        }
    }

    private static void fails(SuiteRound round, TenantId tenant, boolean inTransaction) throws SQLException {
        try (Connection lease = round.pool().lease(tenant, soon())) {
            lease.setAutoCommit(!inTransaction);
            round.right(lease, tenant);
            round.refused(
                    SuiteRule.NO_ERROR_LEAK,
                    "a table that isn't there be read",
                    Set.of("42P01"),
                    () -> Sql.run(lease, "select * from not_there"));
        }
    }

    /** The original looked before and in the middle; the end is looked at when the round ends, too. */
    private static void releases(SuiteRound round) throws SQLException {
        SuitePools.Terms terms = round.terms().named(round.terms().application() + "-released");
        SuitePool pool = round.another(terms);
        for (int i = 0; i < 5; i++) {
            round.answers(pool, round.shared(i));
        }
        long middle = round.server().of(terms.application());
        pool.close();
        long after = round.server().of(terms.application());
        round.must(
                SuiteRule.NOTHING_LEFT,
                middle >= 5 && after == 0,
                "Let five tenants have connections, and the pool be closed. Then the server showed five, and now none, but it showed %d and shows %d."
                        .formatted(middle, after));
    }
}
