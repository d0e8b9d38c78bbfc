package dev.holdfast.catalog.internal;

import static dev.holdfast.catalog.internal.SuiteRound.contents;
import static dev.holdfast.catalog.internal.SuiteRound.soon;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
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
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The suite about failures, which the original mostly logged: connections that die unseen, databases that are dropped behind
 * the pool's back, names that can't be, passwords that are wrong, and cleaning up half of it.
 */
final class SuiteFailure {
    static final String STALE = "stale";
    static final String DROPPED_OUTSIDE = "dropped-outside";
    static final String NEVER_CREATED = "never-created";
    static final String ALTERNATES = "alternates";
    static final String CONCURRENT = "concurrent-failures";
    static final String PARTLY_FAILED = "partly-failed";
    static final String OCCUPIED = "occupied";
    static final String SYSTEM_AGAIN = "system-again";
    static final String BAD_LOGIN = "bad-login";
    static final String EDGE_IDS = "edge-ids";
    static final String GOOD_AND_MISSING = "good-and-missing";

    private static final int PLAYERS = 20;
    private static final SqlState NO_TABLE = new SqlState("42P01");
    private static final SqlState NO_DATABASE = new SqlState("3D000");
    private static final SqlState DIVISION_BY_ZERO = new SqlState("22012");
    private static final Set<String> MISSING = Set.of("3D000");
    private static final Set<String> LOST = Set.of("57P01", "08006", "08003");

    /** Witnesses. */
    private static final String KILLED = "idle-backends-ended";

    private static final String REFUSALS = "refusals-as-they-should-be";

    private SuiteFailure() {}

    static SuiteScenario scenario(SuitePools subject) {
        Card.Builder card = Card.of("suite-failure")
                .claim("What fails says why, and what doesn't fail goes on.")
                .source("A multi-tenant pool manager's integration suite \"failure\", twelve cases.")
                .tags("connections", "suites")
                .witness(new Witness(SuiteTrial.CASES, 11, "cases played to their end"))
                .witness(new Witness(SuiteRound.CHECKS, 150, "checks made"))
                .witness(new Witness(KILLED, 5, "idle connections that the server ended"))
                .witness(new Witness(REFUSALS, 40, "requests and statements that could not succeed"))
                .witness(Witness.observations(20))
                .declares(NO_TABLE, NO_DATABASE, DIVISION_BY_ZERO);
        SuiteRule.on(
                card,
                SuiteRule.SERVED,
                SuiteRule.REFUSED,
                SuiteRule.OWN_DATABASE,
                SuiteRule.TOLD_IS_DONE,
                SuiteRule.NOTHING_LEFT,
                SuiteRule.WITHIN_BUDGET,
                SuiteRule.NOTHING_DEAD,
                SuiteRule.NO_ERROR_LEAK);
        return new SuiteScenario(
                card.forms(
                        new Form(PLAYERS, 11, 1, Duration.ofSeconds(8)),
                        new Form(PLAYERS, 110, 2, Duration.ofSeconds(80))),
                10,
                3,
                cases(),
                subject);
    }

    private static List<SuiteCase> cases() {
        return List.of(
                SuiteCase.alone(STALE, SuiteFailure::stale).prepared(round -> round.shared(0, 2)),
                SuiteCase.alone(DROPPED_OUTSIDE, SuiteFailure::droppedOutside).prepared(round -> round.shared(0, 1)),
                SuiteCase.alone(NEVER_CREATED, SuiteFailure::neverCreated).prepared(round -> round.shared(0, 1)),
                SuiteCase.alone(ALTERNATES, SuiteFailure::alternates).prepared(round -> round.shared(0, 1)),
                SuiteCase.together(CONCURRENT, PLAYERS, SuiteFailure::mixed)
                        .scripted(SuiteFailure::fiveEach)
                        .prepared(round -> round.shared(0, 4))
                        .checked(SuiteFailure::allConnectionsAreThere),
                SuiteCase.alone(PARTLY_FAILED, SuiteFailure::partlyFailed),
                SuiteCase.alone(OCCUPIED, SuiteFailure::occupied),
                SuiteCase.alone(SYSTEM_AGAIN, SuiteFailure::systemAgain),
                SuiteCase.alone(BAD_LOGIN, SuiteFailure::badLogin),
                SuiteCase.alone(EDGE_IDS, SuiteFailure::edgeIds),
                SuiteCase.together(GOOD_AND_MISSING, PLAYERS, SuiteFailure::goodOrMissing)
                        .checked(SuiteFailure::allConnectionsAreThere));
    }

    /** The server ends idle connections, one and then three at once; nobody is given one of them. */
    private static void stale(SuiteRound round) throws SQLException {
        boolean alive = true;
        for (int times = 0; alive && times < (round.whole() ? 20 : 3); times++) {
            alive = end(round, round.shared(0), 1) && end(round, round.shared(1), 3);
        }
    }

    private static List<Connection> take(SuiteRound round, TenantId tenant, int count) throws SQLException {
        List<Connection> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(round.pool().lease(tenant, soon()));
        }
        return leases;
    }

    /** Ends idle backends; when the pool has had time to notice, it must not lend them. */
    private static boolean end(SuiteRound round, TenantId tenant, int count) throws SQLException {
        List<Long> backends = new ArrayList<>();
        for (Connection lease : take(round, tenant, count)) {
            backends.add(SuiteRound.backend(lease));
            lease.close();
        }
        round.server().await(SuiteTrial.aFewSeconds(), connection -> inUse(round, tenant) == 0);
        for (long backend : backends) {
            if (round.server().end(backend)) {
                round.witnessed(KILLED);
            }
        }
        round.server().await(SuiteTrial.aFewSeconds(), connection -> open(round, tenant) == 0);
        boolean alive = true;
        List<Connection> leases = take(round, tenant, count);
        for (Connection lease : leases) {
            alive &= alive(round, tenant, lease);
        }
        for (Connection lease : leases) {
            lease.close();
        }
        return alive;
    }

    private static int inUse(SuiteRound round, TenantId tenant) {
        var part = round.pool().statistics().tenants().get(tenant);
        return part == null ? 0 : part.inUse();
    }

    private static int open(SuiteRound round, TenantId tenant) {
        var part = round.pool().statistics().tenants().get(tenant);
        return part == null ? 0 : part.open();
    }

    private static boolean alive(SuiteRound round, TenantId tenant, Connection lease) {
        try {
            round.right(lease, tenant);
            return true;
        } catch (SQLException e) {
            round.must(
                    SuiteRule.NOTHING_DEAD,
                    false,
                    "Let an idle connection of %s be ended by the server, which is long known. Then the next lease is another one, but it is dead: %s (%s)."
                            .formatted(tenant, e.getMessage(), e.getSQLState()));
            return false;
        }
    }

    /** Terminated and dropped while it is lent: the holder learns it, others don't notice, and it can come again. */
    private static void droppedOutside(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("outside");
        try (Connection lease = round.pool().lease(tenant, soon())) {
            round.right(lease, tenant);
            round.server().drop(round.databaseOf(tenant));
            refusedWith(round, "a lease's database be dropped under it", LOST, () -> Sql.run(lease, "select 1"));
        }
        missing(round, tenant);
        round.answers(round.shared(0));
        round.pool().drop(tenant, soon());
        TenantId again = round.created("outside-again");
        round.answers(again);
        round.server().drop(round.databaseOf(again));
        missing(round, again);
        round.create(again);
        round.answers(again);
    }

    private static void missing(SuiteRound round, TenantId tenant) {
        refusedWith(
                round,
                "a tenant's database not be there",
                MISSING,
                () -> round.pool().lease(tenant, soon()).close());
    }

    private static Optional<SQLException> refusedWith(
            SuiteRound round, String what, Set<String> states, SuiteRound.Work work) {
        round.witnessed(REFUSALS);
        return round.refused(SuiteRule.REFUSED, what, states, work);
    }

    private static void neverCreated(SuiteRound round) throws SQLException {
        TenantId nobody = round.own("nobody");
        missing(round, nobody);
        missing(round, nobody);
        long shown = round.server().in(round.databaseOf(nobody));
        round.must(SuiteRule.SERVED, shown == 0, "Let there be no database. Then nobody is in it, but " + shown + ".");
        round.answers(round.shared(0));
        round.create(nobody);
        round.answers(nobody);
    }

    private static void alternates(SuiteRound round) throws SQLException {
        for (int i = 0; i < 10; i++) {
            if (i % 2 == 0) {
                round.answers(round.shared(0));
            } else {
                bad(round, round.shared(0));
            }
        }
        round.answers(round.shared(0));
    }

    private static void bad(SuiteRound round, TenantId tenant) throws SQLException {
        try (Connection lease = round.pool().lease(tenant, soon())) {
            refusedWith(
                    round,
                    "a table that isn't there be read",
                    Set.of(NO_TABLE.code()),
                    () -> Sql.run(lease, "select * from not_there"));
        }
    }

    private static List<Step> fiveEach(int session, boolean whole, RandomGenerator dice) {
        List<String> operations = List.of("good", "no-table", "zero", "no-database");
        return IntStream.range(0, whole ? 50 : 5)
                .mapToObj(i -> Step.of(operations.get(dice.nextInt(4)), String.valueOf(dice.nextInt(4))))
                .toList();
    }

    private static Outcome mixed(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(Integer.parseInt(step.argument(0)));
        Optional<SQLException> refusal = Optional.empty();
        switch (step.operation()) {
            case "good" -> round.answers(tenant);
            case "no-table" -> refusal = statement(round, tenant, NO_TABLE, "select * from not_there");
            case "zero" -> refusal = statement(round, tenant, DIVISION_BY_ZERO, "select 1 / 0");
            default -> refusal = noDatabase(round, "not-there-" + step.argument(0));
        }
        return refusal.map(e -> Outcome.refused("as it should be", e)).orElseGet(() -> Outcome.committed("answered"));
    }

    private static Optional<SQLException> statement(SuiteRound round, TenantId tenant, SqlState due, String sql)
            throws SQLException {
        try (Connection lease = round.pool().lease(tenant, soon())) {
            lease.setAutoCommit(due.equals(NO_TABLE));
            return refusedWith(round, "a statement be wrong", Set.of(due.code()), () -> Sql.run(lease, sql));
        }
    }

    private static Optional<SQLException> noDatabase(SuiteRound round, String name) {
        return refusedWith(
                round,
                "a tenant's database not be there",
                MISSING,
                () -> round.pool().lease(round.own(name), soon()).close());
    }

    /** After all that failed, every connection of the tenants' part of the budget can be lent. */
    private static void allConnectionsAreThere(SuiteRound round) throws SQLException {
        List<TenantId> tenants = round.shared(0, 3);
        List<Connection> leases = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                leases.add(round.pool().lease(tenants.get(i / 3), SuiteTrial.aFewSeconds()));
            }
        } catch (SQLException e) {
            assert e != null; // judged below
        }
        round.must(
                SuiteRule.NO_ERROR_LEAK,
                leases.size() == 8,
                "Let all leases be back, after errors. Then all 8 connections can be lent, but only %d could."
                        .formatted(leases.size()));
        for (Connection lease : leases) {
            lease.close();
        }
    }

    /** One of three tenants' databases goes behind the pool's back; the pool is closed all the same, and whole. */
    private static void partlyFailed(SuiteRound round) throws SQLException {
        SuitePools.Terms terms = round.terms().named(round.terms().application() + "-partly");
        SuitePool pool = round.another(terms);
        List<TenantId> tenants = List.of(round.created("a"), round.created("b"), round.created("c"));
        for (TenantId tenant : tenants) {
            round.answers(pool, tenant);
        }
        round.server().drop(round.databaseOf(tenants.get(1)));
        pool.closeTenant(tenants.get(0), soon());
        pool.close();
        long left = round.server().of(terms.application());
        round.must(
                SuiteRule.NOTHING_LEFT,
                left == 0,
                "Let one of three databases be dropped outside, and the pool be closed. Then the server shows none of its connections, but it shows "
                        + left + ".");
    }

    /** Somebody else is in the database: it can't be dropped, and whoever asks for it learns that. */
    private static void occupied(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("occupied");
        String database = round.databaseOf(tenant);
        try (Connection foreign = round.terms().named("suite-foreign").past(database)) {
            round.answers(tenant);
            refusedWith(
                    round,
                    "somebody else be in a database that is to be dropped",
                    Set.of("55006"),
                    () -> round.pool().drop(tenant, SuiteTrial.aFewSeconds()));
            round.must(
                    SuiteRule.TOLD_IS_DONE,
                    round.server().exists(database),
                    "Let dropping be refused. Then the database is still there, but it isn't.");
            Sql.run(foreign, "select 1");
        }
        round.server()
                .await(c -> Sql.number(c, "select count(*) from pg_stat_activity where datname = ?", database) == 0);
        round.pool().drop(tenant, soon());
        round.must(
                SuiteRule.TOLD_IS_DONE,
                !round.server().exists(database),
                "Let a tenant's database be reported as dropped. Then it isn't there, but it is.");
    }

    private static void systemAgain(SuiteRound round) throws SQLException {
        for (int i = 0; i < 5; i++) {
            try (Connection system = round.pool().system(soon())) {
                long answer = Sql.number(system, "select 7");
                round.must(
                        SuiteRule.SERVED, answer == 7, "Let 7 be asked for. Then it comes, but " + answer + " came.");
            }
        }
    }

    private static void badLogin(SuiteRound round) {
        refusedWith(round, "the user not be there", Set.of("28P01", "28000"), () -> {
            SuitePool pool = round.another(round.terms().as("suite_nobody"));
            try (Connection system = pool.system(soon())) {
                Sql.run(system, "select 1");
            } finally {
                pool.close();
            }
        });
    }

    /** What ids can be must be different tenants; what they can't be is refused in words. */
    private static void edgeIds(SuiteRound round) throws SQLException {
        List<TenantId> possible = new ArrayList<>();
        for (String id : List.of("a-b", "a_b", "a1", "A-B", "a b", "a\"b", "a'b", "ä", "a.b", "a%b", "a/b", "a;b")) {
            possible.add(round.created(id));
        }
        for (String id : List.of("", "x".repeat(70), "nul\0", "line\n", "half\ud800")) {
            impossible(round, () -> new TenantId(id));
        }
        TenantId tooLong = new TenantId("y".repeat(TenantId.MAX_BYTES));
        impossible(round, () -> round.pool().create(tooLong, contents(tooLong), soon()));
        for (TenantId tenant : possible) {
            round.answers(tenant);
            round.must(
                    SuiteRule.OWN_DATABASE,
                    round.server().exists(round.databaseOf(tenant)),
                    "Let %s be a tenant. Then its database has the name that was agreed on, but it hasn't."
                            .formatted(tenant));
        }
    }

    private static void impossible(SuiteRound round, SuiteRound.Work work) throws SQLException {
        round.witnessed(REFUSALS);
        try {
            work.run();
            round.must(SuiteRule.REFUSED, false, "Let an id be impossible. Then it is refused, but it was accepted.");
        } catch (InvalidOption e) {
            round.must(
                    SuiteRule.REFUSED,
                    !e.problems().isEmpty(),
                    "Let an id be impossible. Then the refusal says why, but it says nothing.");
        }
    }

    /** Even sessions create their tenant and use it; odd ones ask for one that isn't there. */
    private static Outcome goodOrMissing(SuiteRound round, Session session, Step step) throws SQLException {
        if (session.number() % 2 == 0) {
            TenantId tenant = round.own("good-" + session.number());
            round.create(tenant);
            round.answers(tenant);
            return Outcome.committed("created");
        }
        return noDatabase(round, "missing-" + session.number())
                .map(e -> Outcome.refused("as it should be", e))
                .orElseGet(() -> Outcome.committed("leased"));
    }
}
