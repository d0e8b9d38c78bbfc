package dev.holdfast.catalog.internal;

import static dev.holdfast.catalog.internal.SuiteRound.contents;
import static dev.holdfast.catalog.internal.SuiteRound.soon;

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
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The suite about many at once, with the original's numbers before they were halved: 50 who create, 100 on one tenant,
 * 100 who read and write, 20 who drop, 50 who do everything, 200 on one tenant. In the quick form those who do everything
 * do 20 things each instead of 200, and creating and dropping goes round twice instead of ten times.
 */
final class SuiteConcurrency {
    static final String FIFTY_CREATE = "fifty-create";
    static final String HUNDRED_ON_ONE = "hundred-on-one";
    static final String READ_WRITE = "read-write";
    static final String TWENTY_DROP = "twenty-drop";
    static final String STRESS = "stress";
    static final String CONTENTION = "contention";
    static final String RAPID = "rapid";

    private static final int SESSIONS = 200;
    private static final int BUDGET = 20;
    private static final int TENANT_MAX = 3;
    private static final String INSERT = "insert";
    private static final String COUNT = "count";
    private static final String MADE = "made";

    private SuiteConcurrency() {}

    static SuiteScenario scenario(SuitePools subject) {
        Card.Builder card = Card.of("suite-concurrency")
                .claim("Up to 200 sessions at once create, use and drop tenants under a budget of 20 connections.")
                .source("A multi-tenant pool manager's integration suite \"concurrency\", at its first loads.")
                .tags("connections", "suites")
                .witness(new Witness(SuiteTrial.CASES, 7, "cases played to their end"))
                .witness(new Witness(SuiteRound.CHECKS, 2_000, "checks made"))
                .witness(new Witness(COUNT, 50, "reads of a tenant's rows while others write"))
                .witness(Witness.overlaps(1_000))
                .witness(Witness.observations(20));
        SuiteRule.on(
                card,
                SuiteRule.SERVED,
                SuiteRule.OWN_DATABASE,
                SuiteRule.TOLD_IS_DONE,
                SuiteRule.NOTHING_LEFT,
                SuiteRule.WITHIN_BUDGET,
                SuiteRule.STATISTICS,
                SuiteRule.EXACT_ROWS);
        return new SuiteScenario(
                card.forms(
                        new Form(SESSIONS, 7, 20, Duration.ofSeconds(10)),
                        new Form(SESSIONS, 70, 200, Duration.ofSeconds(200))),
                BUDGET,
                TENANT_MAX,
                cases(),
                subject);
    }

    private static List<SuiteCase> cases() {
        return List.of(
                SuiteCase.together(FIFTY_CREATE, 50, SuiteConcurrency::create),
                SuiteCase.together(HUNDRED_ON_ONE, 100, SuiteConcurrency::createTheSame)
                        .checked(SuiteConcurrency::createdOnce),
                SuiteCase.together(READ_WRITE, 100, SuiteConcurrency::readOrWrite)
                        .scripted(SuiteConcurrency::readsAndWrites)
                        .prepared(round -> round.shared(0, 10))
                        .checked(SuiteConcurrency::rowsAreExact),
                SuiteCase.together(TWENTY_DROP, 20, SuiteConcurrency::closeAndDrop)
                        .prepared(round -> round.shared(30, 50)),
                SuiteCase.together(STRESS, 50, SuiteConcurrency::anything)
                        .scripted(SuiteConcurrency::everything)
                        .prepared(round -> round.shared(0, 10)),
                SuiteCase.together(CONTENTION, SESSIONS, SuiteConcurrency::contend)
                        .prepared(round -> round.shared(0, 1)),
                SuiteCase.alone(RAPID, SuiteConcurrency::rapid));
    }

    private static Outcome create(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(session.number());
        round.create(tenant);
        round.answers(tenant);
        return Outcome.committed("created");
    }

    /** Whoever is told that it exists must find it complete. */
    private static Outcome createTheSame(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.own("same");
        if (round.pool().create(tenant, contents(tenant), soon())) {
            round.count(MADE);
        }
        round.answers(tenant);
        return Outcome.committed("created");
    }

    private static void createdOnce(SuiteRound round) {
        round.must(
                SuiteRule.TOLD_IS_DONE,
                round.counted(MADE) == 1,
                "Let 100 sessions create the same tenant. Then one is told to have made it, but %d were."
                        .formatted(round.counted(MADE)));
    }

    private static List<Step> readsAndWrites(int session, boolean whole, RandomGenerator dice) {
        String operation = session % 2 == 0 ? INSERT : COUNT;
        return IntStream.range(0, whole ? 40 : 4)
                .mapToObj(i ->
                        Step.of(operation, String.valueOf(session % 10), session + "-" + i + "-" + dice.nextInt(1_000)))
                .toList();
    }

    private static Outcome readOrWrite(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(Integer.parseInt(step.argument(0)));
        try (Connection lease = round.pool().lease(tenant, soon())) {
            return step.operation().equals(INSERT)
                    ? insert(round, tenant, lease, round.number() + "-" + step.argument(1))
                    : count(round, tenant, lease);
        }
    }

    private static Outcome insert(SuiteRound round, TenantId tenant, Connection lease, String note)
            throws SQLException {
        round.count("begun " + tenant);
        Sql.update(lease, "insert into notes values (?)", note);
        round.count(INSERT + " " + tenant);
        return Outcome.committed("inserted");
    }

    /** Between what was acknowledged before and what was begun until now. */
    private static Outcome count(SuiteRound round, TenantId tenant, Connection lease) throws SQLException {
        long least = round.counted(INSERT + " " + tenant);
        long found = rows(lease, round);
        long most = round.counted("begun " + tenant);
        round.witnessed(COUNT);
        round.must(
                SuiteRule.EXACT_ROWS,
                least <= found && found <= most,
                "Let %d rows of %s be acknowledged and %d be begun. Then a reader finds no fewer and no more, but it found %d."
                        .formatted(least, tenant, most, found));
        return Outcome.committed("counted");
    }

    private static long rows(Connection lease, SuiteRound round) throws SQLException {
        return Sql.number(lease, "select count(*) from notes where starts_with(id, ?)", round.number() + "-");
    }

    private static void rowsAreExact(SuiteRound round) throws SQLException {
        for (int i = 0; i < 10; i++) {
            TenantId tenant = round.shared(i);
            long acknowledged = round.counted(INSERT + " " + tenant);
            try (Connection lease = round.pool().lease(tenant, soon())) {
                long found = rows(lease, round);
                long different = Sql.number(lease, "select count(distinct id) from notes");
                round.must(
                        SuiteRule.EXACT_ROWS,
                        found == acknowledged && different == found,
                        "Let %d rows of %s be acknowledged. Then there are so many, each once, but there are %d, of which %d differ."
                                .formatted(acknowledged, tenant, found, different));
            }
        }
    }

    private static Outcome closeAndDrop(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(30 + session.number());
        round.answers(tenant);
        round.pool().closeTenant(tenant, soon());
        long left = round.server().in(round.databaseOf(tenant));
        round.pool().drop(tenant, soon());
        round.must(
                SuiteRule.TOLD_IS_DONE,
                left == 0 && !round.server().exists(round.databaseOf(tenant)),
                "Let %s be closed and dropped. Then nobody was in its database, and it is gone, but %d were, or it is there."
                        .formatted(tenant, left));
        return Outcome.committed("dropped");
    }

    private static List<Step> everything(int session, boolean whole, RandomGenerator dice) {
        List<String> operations = List.of("query", "figures", "system", "ensure");
        return IntStream.range(0, whole ? 200 : 20)
                .mapToObj(i -> Step.of(operations.get(dice.nextInt(4)), String.valueOf(dice.nextInt(10))))
                .toList();
    }

    private static Outcome anything(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(Integer.parseInt(step.argument(0)));
        switch (step.operation()) {
            case "query" -> round.answers(tenant);
            case "figures" -> SuiteFigures.consistent(round, BUDGET, TENANT_MAX);
            case "system" -> system(round);
            default -> ensure(round, tenant);
        }
        return Outcome.committed(step.operation());
    }

    private static void system(SuiteRound round) throws SQLException {
        try (Connection system = round.pool().system(soon())) {
            String found = Sql.text(system, "select current_database()");
            round.must(
                    SuiteRule.OWN_DATABASE,
                    round.terms().url().endsWith("/" + found),
                    "Let a lease be for the system database. Then it leads there, but it leads to " + found + ".");
        }
    }

    private static void ensure(SuiteRound round, TenantId tenant) throws SQLException {
        boolean made = round.pool().create(tenant, contents(tenant), soon());
        round.must(
                SuiteRule.TOLD_IS_DONE,
                !made,
                "Let %s exist. Then creating it is reported as not done, but it was reported as done."
                        .formatted(tenant));
    }

    private static Outcome contend(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(0);
        try (Connection lease = round.pool().lease(tenant, soon())) {
            round.right(lease, tenant);
            long answer = Sql.number(lease, "select ?::int", session.number());
            round.must(
                    SuiteRule.SERVED,
                    answer == session.number(),
                    "Let a session ask for %d. Then it gets that, but it got %d.".formatted(session.number(), answer));
        }
        return Outcome.committed("answered");
    }

    private static void rapid(SuiteRound round) throws SQLException {
        for (int iteration = 0; iteration < (round.whole() ? 10 : 2); iteration++) {
            List<TenantId> tenants = new ArrayList<>();
            List<Connection> leases = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tenants.add(round.created("rapid-" + iteration + "-" + i));
                leases.add(round.pool().lease(tenants.get(i), soon()));
            }
            SuiteFigures.agree(round, tenants);
            for (int i = 0; i < 5; i++) {
                leases.get(i).close();
                round.pool().drop(tenants.get(i), soon());
            }
            gone(round, tenants);
        }
    }

    private static void gone(SuiteRound round, List<TenantId> tenants) throws SQLException {
        for (TenantId tenant : tenants) {
            round.must(
                    SuiteRule.TOLD_IS_DONE,
                    !round.server().exists(round.databaseOf(tenant)),
                    "Let %s be reported as dropped. Then it isn't there, but it is.".formatted(tenant));
        }
    }
}
