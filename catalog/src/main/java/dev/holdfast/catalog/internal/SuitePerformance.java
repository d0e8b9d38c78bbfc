package dev.holdfast.catalog.internal;

import static dev.holdfast.catalog.internal.SuiteRound.soon;

import dev.holdfast.core.Deadline;
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
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The suite about speed: the original's loads, whose every answer is checked here, and its figures, which are noted as facts
 * beside the bars of the original. Nothing is judged by a clock. In the quick form 20 workers go on for 2 seconds, not 10.
 */
final class SuitePerformance {
    static final String HUNDRED_TENANTS = "hundred-tenants";
    static final String WARM_UP = "warm-up";
    static final String REUSE = "reuse";
    static final String THOUSAND = "thousand-queries";
    static final String LARGE = "large-results";
    static final String IDLE_KEPT = "idle-kept";
    static final String CYCLES = "cycles";
    static final String SCALING = "scaling";
    static final String SUSTAINED = "sustained";

    private static final int SESSIONS = 1_000;
    private static final int BUDGET = 20;
    private static final int TENANT_MAX = 3;
    private static final int TENANTS = 100;
    private static final int CREATORS = 4;
    private static final int WORKERS = 20;

    /** Witnesses. */
    private static final String OPERATIONS = "sustained-operations";

    private static final String QUERIES = "concurrent-queries";

    private SuitePerformance() {}

    static SuiteScenario scenario(SuitePools subject) {
        Card.Builder card = Card.of("suite-performance")
                .claim("The original's loads are served without a wrong answer, a lost connection or a needless one.")
                .source("A multi-tenant pool manager's suites \"performance\" and \"scalability\", ten cases.")
                .tags("connections", "suites")
                .witness(new Witness(SuiteTrial.CASES, 9, "cases played to their end"))
                .witness(new Witness(SuiteRound.CHECKS, 3_000, "checks made"))
                .witness(new Witness(QUERIES, SESSIONS, "queries of a thousand sessions"))
                .witness(new Witness(OPERATIONS, 200, "operations under sustained load"))
                .witness(Witness.overlaps(1_000));
        SuiteRule.on(
                card,
                SuiteRule.SERVED,
                SuiteRule.OWN_DATABASE,
                SuiteRule.TOLD_IS_DONE,
                SuiteRule.NOTHING_LEFT,
                SuiteRule.WITHIN_BUDGET,
                SuiteRule.REUSED);
        return new SuiteScenario(
                card.forms(
                        new Form(SESSIONS, 9, 2, Duration.ofSeconds(10)),
                        new Form(SESSIONS, 90, 10, Duration.ofSeconds(200))),
                BUDGET,
                TENANT_MAX,
                cases(),
                subject);
    }

    private static List<SuiteCase> cases() {
        return List.of(
                SuiteCase.together(HUNDRED_TENANTS, CREATORS, SuitePerformance::createAQuarter)
                        .prepared(SuitePerformance::begin)
                        .checked(SuitePerformance::noteHundred),
                SuiteCase.alone(WARM_UP, SuitePerformance::warmUp).prepared(round -> round.shared(0, 1)),
                SuiteCase.alone(REUSE, SuitePerformance::reuse).prepared(round -> round.shared(0, 1)),
                SuiteCase.together(THOUSAND, SESSIONS, SuitePerformance::query)
                        .prepared(SuitePerformance::beginWithFive)
                        .checked(SuitePerformance::noteQueries),
                SuiteCase.alone(LARGE, SuitePerformance::readLargeResults).prepared(round -> round.shared(0, 1)),
                SuiteCase.alone(IDLE_KEPT, SuitePerformance::keepIdle).prepared(round -> round.shared(0, 15)),
                SuiteCase.alone(CYCLES, SuitePerformance::cycle).prepared(round -> round.shared(0, 5)),
                SuiteCase.alone(SCALING, SuitePerformance::scale).prepared(round -> round.shared(0, TENANTS)),
                SuiteCase.together(SUSTAINED, WORKERS, SuitePerformance::sustain)
                        .scripted(SuitePerformance::forSeconds)
                        .prepared(round -> round.shared(0, 10))
                        .checked(SuitePerformance::noteSustained));
    }

    private static void begin(SuiteRound round) {
        round.mark("begin", System.nanoTime());
        round.mark("heap", usedHeap());
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Four sessions create 25 tenants each. */
    private static Outcome createAQuarter(SuiteRound round, Session session, Step step) throws SQLException {
        for (int i = session.number(); i < TENANTS; i += CREATORS) {
            long begin = System.nanoTime();
            round.create(round.shared(i));
            round.answers(round.shared(i));
            round.count("created");
            round.spent("creating", System.nanoTime() - begin);
            long created = round.counted("created");
            if (created == 5 || created == 10 || created == 20) {
                round.fact("creating " + created + " tenants", ms(System.nanoTime() - round.marked("begin")));
            }
        }
        return Outcome.committed("created");
    }

    private static void noteHundred(SuiteRound round) {
        long nanos = System.nanoTime() - round.marked("begin");
        long growth = usedHeap() - round.marked("heap");
        round.fact("creating 100 tenants", ms(nanos) + " by " + CREATORS + " sessions (the seed: < 60 s)");
        round.fact("creating a tenant", ms(round.spent("creating") / TENANTS) + " on average (the seed: < 500 ms)");
        round.fact("heap of 100 tenants", kib(growth) + " more (the seed: < 100 MB)");
        round.must(
                SuiteRule.TOLD_IS_DONE,
                round.counted("created") == TENANTS,
                "Let 100 tenants be created. Then all are reported, but " + round.counted("created") + " were.");
    }

    private static void warmUp(SuiteRound round) throws SQLException {
        long begin = System.nanoTime();
        SuitePool pool = round.another(round.terms().named(round.terms().application() + "-warm"));
        try (Connection system = pool.system(soon())) {
            Sql.run(system, "select 1");
        }
        round.answers(pool, round.shared(0));
        round.fact("warm-up", ms(System.nanoTime() - begin) + " for system and one tenant (the seed: < 5 s)");
        pool.close();
    }

    private static void reuse(SuiteRound round) throws SQLException {
        TenantId tenant = round.shared(0);
        round.answers(tenant);
        long begin = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            round.answers(tenant);
        }
        long each = (System.nanoTime() - begin) / 1_000;
        round.fact("reuse", us(each) + " per lease with two queries, 1000 of them (the seed: < 10 ms with one)");
        few(round, tenant, "1000 leases of a tenant follow each other");
    }

    private static void few(SuiteRound round, TenantId tenant, String what) {
        round.must(
                SuiteRule.REUSED,
                round.backendsOf(tenant) <= TENANT_MAX,
                "Let %s. Then its %d connections serve them, but %d did."
                        .formatted(what, TENANT_MAX, round.backendsOf(tenant)));
    }

    private static void beginWithFive(SuiteRound round) throws SQLException {
        round.shared(0, 5);
        begin(round);
    }

    private static Outcome query(SuiteRound round, Session session, Step step) throws SQLException {
        TenantId tenant = round.shared(session.number() % 5);
        try (Connection lease = round.pool().lease(tenant, soon())) {
            round.right(lease, tenant);
            long answer = Sql.number(lease, "select ?::int", session.number());
            round.must(
                    SuiteRule.SERVED,
                    answer == session.number(),
                    "Let a session ask for %d. Then it gets that, but it got %d.".formatted(session.number(), answer));
        }
        round.witnessed(QUERIES);
        return Outcome.committed("answered");
    }

    private static void noteQueries(SuiteRound round) {
        double seconds = (System.nanoTime() - round.marked("begin")) / 1e9;
        round.fact("concurrent queries", perSecond(3 * SESSIONS / seconds) + ", 1000 sessions (the seed: > 100/s)");
        for (int i = 0; i < 5; i++) {
            few(round, round.shared(i), "1000 sessions use five tenants");
        }
    }

    /** 1000 rows, ten times. */
    private static void readLargeResults(SuiteRound round) throws SQLException {
        begin(round);
        for (int i = 0; i < 10; i++) {
            try (Connection lease = round.pool().lease(round.shared(0), soon())) {
                List<String> rows = Sql.rows(
                        lease,
                        row -> row.getString(1),
                        "select repeat('x', 1000) || n from generate_series(1, 1000) n");
                round.must(
                        SuiteRule.SERVED,
                        rows.size() == 1_000 && rows.getLast().endsWith("x1000"),
                        "Let 1000 rows be asked for. Then they come, but " + rows.size() + " came.");
            }
        }
        round.fact("heap of large results", kib(usedHeap() - round.marked("heap")) + " more (the seed: < 50 MB)");
    }

    /** What fits into the budget stays open when it is idle, and is used again. */
    private static void keepIdle(SuiteRound round) throws SQLException {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < 15; i++) {
                round.answers(round.shared(i));
            }
        }
        for (int i = 0; i < 15; i++) {
            int backends = round.backendsOf(round.shared(i));
            round.must(
                    SuiteRule.REUSED,
                    backends == 1,
                    "Let 15 tenants be used twice, each by one at a time, under a budget of %d. Then each has one backend, but %s had %d."
                            .formatted(BUDGET, round.shared(i), backends));
        }
    }

    /** Ten pools, one after the other; in the long form each creates and drops its tenants' databases. */
    private static void cycle(SuiteRound round) throws SQLException {
        long heap = usedHeap();
        long begin = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            SuitePools.Terms terms = round.terms().named(round.terms().application() + "-" + i);
            SuitePool pool = round.another(terms);
            for (int t = 0; t < 5; t++) {
                use(round, pool, i, t);
            }
            pool.close();
            long left = round.server().of(terms.application());
            round.must(
                    SuiteRule.NOTHING_LEFT,
                    left == 0,
                    "Let a pool be closed. Then the server shows none of its connections, but it shows " + left + ".");
        }
        round.fact("a cycle", ms((System.nanoTime() - begin) / 10) + " for a pool and five tenants (the seed: < 5 s)");
        round.fact("heap of ten cycles", kib(usedHeap() - heap) + " more (the seed: < 10 MB)");
    }

    private static void use(SuiteRound round, SuitePool pool, int cycle, int index) throws SQLException {
        if (round.whole()) {
            TenantId tenant = round.created("cycle-" + cycle + "-" + index);
            round.answers(pool, tenant);
            pool.drop(tenant, soon());
        } else {
            round.answers(pool, round.shared(index));
        }
    }

    /** A new pool leases once from each of 5, 10, 20 and 100 tenants, five times as many as its budget. */
    private static void scale(SuiteRound round) throws SQLException {
        double five = 0;
        for (int tenants : List.of(5, 10, 20, TENANTS)) {
            SuitePool pool = round.another(round.terms().named(round.terms().application() + "-" + tenants));
            long begin = System.nanoTime();
            for (int i = 0; i < tenants; i++) {
                round.answers(pool, round.shared(i));
            }
            long nanos = System.nanoTime() - begin;
            pool.close();
            five = tenants == 5 ? nanos : five;
            round.fact(
                    "first leases of " + tenants + " tenants",
                    ms(nanos) + ", %.2f of the ratio (the seed: < 1.5)".formatted(nanos / five / (tenants / 5.0)));
        }
    }

    private static List<Step> forSeconds(int session, boolean whole, RandomGenerator dice) {
        return List.of(Step.of(SUSTAINED, whole ? "10" : "2", String.valueOf(dice.nextInt(10))));
    }

    /** Goes from tenant to tenant until the time is over. */
    private static Outcome sustain(SuiteRound round, Session session, Step step) throws SQLException {
        Deadline end = Deadline.in(Duration.ofSeconds(Long.parseLong(step.argument(0))));
        int next = Integer.parseInt(step.argument(1));
        long begin = System.nanoTime();
        while (!end.passed()) {
            round.answers(round.shared(next++ % 10));
            round.count("sustained");
            round.witnessed(OPERATIONS);
        }
        round.spent("sustained", System.nanoTime() - begin);
        return Outcome.committed("sustained");
    }

    private static void noteSustained(SuiteRound round) {
        double seconds = round.spent("sustained") / 1e9 / WORKERS;
        double rate = round.counted("sustained") / seconds;
        round.fact(
                "sustained load",
                perSecond(rate)
                        + " leases with two queries each, 20 workers, 10 tenants, %.0f s (the seed: > 500/s)"
                                .formatted(seconds));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            many.add(String.valueOf(round.backendsOf(round.shared(i))));
        }
        round.fact("backends per tenant", String.join(" ", many));
    }

    private static String ms(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String us(long nanos) {
        return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
    }

    private static String kib(long bytes) {
        return String.format(Locale.ROOT, "%,d KiB", bytes / 1024);
    }

    private static String perSecond(double rate) {
        return String.format(Locale.ROOT, "%,.0f/s", rate);
    }
}
