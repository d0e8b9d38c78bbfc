package dev.holdfast.catalog.internal;

import static dev.holdfast.catalog.internal.SuiteRound.backend;
import static dev.holdfast.catalog.internal.SuiteRound.soon;

import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The suite about how pools and tenants begin and end. Where the original counts its own map's entries, this one asks the
 * server; where it leaves a comment ("re-get after drop"), this one tries.
 */
final class SuiteLifecycle {
    static final String BEGINS = "begins";
    static final String CREATES = "creates";
    static final String REUSES = "reuses";
    static final String DROPS = "drops";
    static final String COMES_AGAIN = "comes-again";
    static final String CLOSES = "closes";
    static final String CLOSES_AGAIN = "closes-again";
    static final String FIVE_POOLS = "five-pools";
    static final String METRICS = "metrics";
    static final String HANDS_OVER = "hands-over";

    private static final Set<String> CLOSED = Set.of("08003");
    private static final Set<String> NOT_THERE = Set.of("3D000", "08003");

    private SuiteLifecycle() {}

    static SuiteScenario scenario(SuitePools subject) {
        Card.Builder card = Card.of("suite-lifecycle")
                .claim("Pools and tenants begin, are used again, and end, and the server shows it at every step.")
                .source("A multi-tenant pool manager's integration suite \"lifecycle\", eleven cases.")
                .tags("connections", "suites")
                .witness(new Witness(SuiteTrial.CASES, 10, "cases played to their end"))
                .witness(new Witness(SuiteRound.CHECKS, 100, "checks made"))
                .witness(Witness.observations(10));
        SuiteRule.on(
                card,
                SuiteRule.SERVED,
                SuiteRule.OWN_DATABASE,
                SuiteRule.TOLD_IS_DONE,
                SuiteRule.NOTHING_LEFT,
                SuiteRule.WITHIN_BUDGET,
                SuiteRule.STATISTICS,
                SuiteRule.ENDED,
                SuiteRule.ISOLATED,
                SuiteRule.CLEAN,
                SuiteRule.REUSED);
        return new SuiteScenario(
                card.forms(new Form(1, 10, 1, Duration.ofSeconds(4)), new Form(1, 100, 2, Duration.ofSeconds(40))),
                16,
                3,
                cases(),
                subject);
    }

    private static List<SuiteCase> cases() {
        return List.of(
                SuiteCase.alone(BEGINS, SuiteLifecycle::begins),
                SuiteCase.alone(CREATES, SuiteLifecycle::creates),
                SuiteCase.alone(REUSES, SuiteLifecycle::reuses),
                SuiteCase.alone(DROPS, SuiteLifecycle::drops),
                SuiteCase.alone(COMES_AGAIN, SuiteLifecycle::comesAgain),
                SuiteCase.alone(CLOSES, SuiteLifecycle::closes),
                SuiteCase.alone(CLOSES_AGAIN, SuiteLifecycle::closesAgain),
                SuiteCase.alone(FIVE_POOLS, SuiteLifecycle::fivePools),
                SuiteCase.alone(METRICS, SuiteLifecycle::metrics),
                SuiteCase.alone(HANDS_OVER, SuiteLifecycle::handsOver));
    }

    /** A new pool leads to the system database, and knows no tenant. */
    private static void begins(SuiteRound round) throws SQLException {
        try (Connection system = round.pool().system(soon())) {
            String found = Sql.text(system, "select current_database()");
            round.must(
                    SuiteRule.OWN_DATABASE,
                    round.terms().url().endsWith("/" + found),
                    "Let a lease be for the system database. Then it leads there, but it leads to " + found + ".");
            long shown = round.server().of(round.terms().application());
            Statistics statistics = round.pool().statistics();
            round.must(
                    SuiteRule.STATISTICS,
                    statistics.system().inUse() == 1 && statistics.system().open() == shown,
                    "Let nobody but one borrower of the system database be there, and the server show %d connections. Then statistics say so, but they say %s."
                            .formatted(shown, statistics.system()));
            round.must(
                    SuiteRule.STATISTICS,
                    statistics.tenants().values().stream().allMatch(part -> part.open() == 0),
                    "Let no tenant have been used. Then none has a connection, but there are %s."
                            .formatted(statistics.tenants()));
        }
    }

    private static void creates(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("new");
        try (Connection lease = round.pool().lease(tenant, soon())) {
            round.right(lease, tenant);
            long shown = round.server().in(round.databaseOf(tenant));
            round.must(
                    SuiteRule.REUSED,
                    shown == 1,
                    "Let a tenant have one lease. Then the server shows one connection, but it shows " + shown + ".");
        }
        boolean again = round.pool().create(tenant, SuiteRound.contents(tenant), soon());
        round.must(
                SuiteRule.TOLD_IS_DONE,
                !again,
                "Let a tenant exist. Then creating it again is reported as not done, but it was reported as done.");
        round.answers(tenant);
    }

    /** With one connection at most it must be the same one; with three, none but three. */
    private static void reuses(SuiteRound round) throws SQLException {
        TenantId one = round.created("one");
        round.pool().limit(one, TenantLimits.upTo(1));
        TenantId three = round.created("three");
        for (int i = 0; i < 50; i++) {
            round.answers(one);
            round.answers(three);
        }
        few(round, one, 1);
        few(round, three, 3);
    }

    private static void few(SuiteRound round, TenantId tenant, int limit) {
        round.must(
                SuiteRule.REUSED,
                round.backendsOf(tenant) <= limit,
                "Let 50 leases of a tenant that may have %d connections follow each other. Then no more backends serve them, but %d did."
                        .formatted(limit, round.backendsOf(tenant)));
    }

    private static void drops(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("gone");
        TenantId other = round.created("other");
        round.answers(tenant);
        round.answers(other);
        round.pool().closeTenant(tenant, soon());
        nobodyIn(round, tenant);
        round.must(
                SuiteRule.TOLD_IS_DONE,
                round.server().exists(round.databaseOf(tenant)),
                "Let a tenant be closed. Then its database is still there, but it isn't.");
        round.pool().drop(tenant, soon());
        round.must(
                SuiteRule.TOLD_IS_DONE,
                !round.server().exists(round.databaseOf(tenant)),
                "Let a tenant's database be reported as dropped. Then it isn't there, but it is.");
        round.refused(
                SuiteRule.ENDED,
                "a lease be for a tenant that was dropped",
                NOT_THERE,
                () -> round.pool().lease(tenant, soon()).close());
        round.answers(other);
    }

    /** A tenant that was dropped, and asked for in vain, can come again. */
    private static void comesAgain(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("back");
        round.answers(tenant);
        for (int times = 0; times < 2; times++) {
            round.pool().drop(tenant, soon());
            round.refused(
                    SuiteRule.ENDED,
                    "a lease be for a tenant that was dropped",
                    NOT_THERE,
                    () -> round.pool().lease(tenant, soon()).close());
            round.create(tenant);
            round.answers(tenant);
        }
    }

    private static void nobodyIn(SuiteRound round, TenantId tenant) throws SQLException {
        long left = round.server().in(round.databaseOf(tenant));
        round.must(
                SuiteRule.TOLD_IS_DONE,
                left == 0,
                "Let a tenant be reported as closed. Then nobody is in its database, but the server shows %d."
                        .formatted(left));
    }

    private static void systemAnswers(SuiteRound round, SuitePool pool) throws SQLException {
        try (Connection system = pool.system(soon())) {
            long answer = Sql.number(system, "select 7");
            round.must(SuiteRule.SERVED, answer == 7, "Let 7 be asked for. Then it comes, but " + answer + " came.");
        }
    }

    private static void closes(SuiteRound round) throws SQLException {
        SuitePools.Terms terms = round.terms().named(round.terms().application() + "-closed");
        SuitePool pool = round.another(terms);
        for (String name : List.of("a", "b", "c")) {
            round.answers(pool, round.created(name));
        }
        long before = round.server().of(terms.application());
        pool.close();
        long after = round.server().of(terms.application());
        round.must(
                SuiteRule.NOTHING_LEFT,
                before >= 3 && after == 0,
                "Let a pool have been used by three tenants, and closed. Then the server showed three connections at least, and now none, but it showed %d and shows %d."
                        .formatted(before, after));
        round.refused(
                SuiteRule.ENDED,
                "a lease be asked of a closed pool",
                CLOSED,
                () -> pool.system(soon()).close());
        systemAnswers(round, round.pool());
    }

    private static void closesAgain(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("twice");
        round.pool().limit(tenant, TenantLimits.upTo(1));
        Connection first = round.pool().lease(tenant, soon());
        first.close();
        first.close();
        try (Connection second = round.pool().lease(tenant, soon())) {
            first.close();
            used(round, first);
            round.right(second, tenant);
            round.refused(
                    SuiteRule.ENDED,
                    "a tenant's only connection be lent, and its former lease be closed once more",
                    Set.of("53400"),
                    () -> round.pool().lease(tenant, SuiteRound.brief()).close());
        }
        round.pool().closeTenant(tenant, soon());
        round.pool().closeTenant(tenant, soon());
        nobodyIn(round, tenant);
        SuitePool other = round.another(round.terms().named(round.terms().application() + "-again"));
        systemAnswers(round, other);
        other.close();
        other.close();
        systemAnswers(round, round.pool());
    }

    private static void used(SuiteRound round, Connection ended) throws SQLException {
        round.refused(SuiteRule.ENDED, "a lease be used after it was closed", CLOSED, () -> backend(ended));
        round.must(
                SuiteRule.ENDED, ended.isClosed(), "Let a lease be closed. Then it says so, but it says it is open.");
    }

    /** Five pools lead to the same server, and share its budget; each ends by itself. */
    private static void fivePools(SuiteRound round) throws SQLException {
        List<TenantId> tenants = round.shared(0, 5);
        List<SuitePool> pools = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add(round.terms().application() + "-" + i);
            pools.add(round.another(round.terms().named(names.get(i))));
            systemAnswers(round, pools.get(i));
        }
        for (int i = 0; i < 5; i++) {
            pools.get(i).close();
            long left = round.server().of(names.get(i));
            round.must(
                    SuiteRule.NOTHING_LEFT,
                    left == 0,
                    "Let a pool be closed. Then the server shows none of its connections, but it shows " + left + ".");
            othersGoOn(round, pools.subList(i + 1, 5), tenants.subList(i + 1, 5));
        }
    }

    private static void othersGoOn(SuiteRound round, List<SuitePool> others, List<TenantId> tenants) {
        for (int i = 0; i < others.size(); i++) {
            try {
                systemAnswers(round, others.get(i));
                round.answers(others.get(i), tenants.get(i));
            } catch (SQLException e) {
                round.must(
                        SuiteRule.ISOLATED,
                        false,
                        "Let one of five pools be closed. Then the others go on, but one said: " + e.getMessage());
            }
        }
    }

    private static void metrics(SuiteRound round) throws SQLException {
        Set<TenantId> tenants = new TreeSet<>();
        long before = round.pool().statistics().total().opens();
        for (String name : List.of("a", "b", "c")) {
            tenants.add(round.created(name));
        }
        List<Connection> leases = new ArrayList<>();
        for (TenantId tenant : tenants) {
            leases.add(round.pool().lease(tenant, soon()));
        }
        SuiteFigures.agree(round, tenants);
        long opened = round.pool().statistics().total().opens() - before;
        round.must(
                SuiteRule.STATISTICS,
                opened >= 3,
                "Let three tenants have been leased. Then three connections were opened at least, but statistics say %d."
                        .formatted(opened));
        for (Connection lease : leases) {
            lease.close();
        }
        for (TenantId tenant : tenants) {
            round.pool().closeTenant(tenant, soon());
        }
        SuiteFigures.agree(round, tenants);
    }

    /** What one borrower leaves behind, the next must not see; the fourteen kinds have a scenario of their own. */
    private static void handsOver(SuiteRound round) throws SQLException {
        TenantId tenant = round.created("state");
        round.pool().limit(tenant, TenantLimits.upTo(1));
        try (Connection lease = round.pool().lease(tenant, soon())) {
            Sql.run(lease, "set search_path to nowhere; set suite.mark to 'left'; create temp table left_behind ()");
            lease.setReadOnly(true);
            lease.setAutoCommit(false);
            Sql.run(lease, "select 1");
        }
        try (Connection lease = round.pool().lease(tenant, soon())) {
            String seen = Sql.text(
                    lease,
                    "select concat_ws(' ', nullif(current_setting('search_path'), '\"$user\", public'),"
                            + " nullif(current_setting('suite.mark', true), ''), to_regclass('pg_temp.left_behind'))");
            round.must(
                    SuiteRule.CLEAN,
                    seen.isEmpty() && lease.getAutoCommit() && !lease.isReadOnly(),
                    "Let a borrower leave settings, a temporary table and a read-only transaction. Then the next one has none of them, but it has: "
                            + seen + " (auto-commit " + lease.getAutoCommit() + ", read-only " + lease.isReadOnly()
                            + ").");
        }
    }
}
