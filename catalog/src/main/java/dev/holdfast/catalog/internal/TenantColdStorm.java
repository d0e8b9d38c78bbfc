package dev.holdfast.catalog.internal;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Sql;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Very many tenants that nobody has used yet are asked for at once, one borrower each, for a few slots; in every round other
 * ones. A login takes some milliseconds more than it must, in a trigger, so that the oracle can count those at once. The tenants
 * share some databases, so that making these isn't what takes the time. Immutable.
 */
final class TenantColdStorm extends TenantScenario {
    private static final int SLOTS = 12;
    private static final int DATABASES = 4;
    private static final int LOGINS_AT_ONCE = 2;

    /** A login that hangs leaves its place to another. */
    private static final int SEEN_AT_MOST = 2 * LOGINS_AT_ONCE;

    private static final double LOGINS_EACH = 1.25;
    private static final Duration LOGIN = Duration.ofMillis(10);

    /** Of the deadline, for each who asks. */
    private static final Duration EACH = Duration.ofMillis(75);

    private static final Duration LITTLE = Duration.ofMillis(20);
    private static final String SERVED = "all-are-served";
    private static final String FEW_AT_ONCE = "few-logins-at-once";
    private static final String ONE_EACH = "about-one-login-each";
    private static final String COLD = "cold_tenants_served";
    private static final String TOGETHER = "requests_seen_waiting_together";
    private static final String LOGGING_IN = "looks_that_saw_logins";

    TenantColdStorm(TenantSource.Maker subject) {
        super(
                TenantRules.card("cold-storm")
                        .claim(
                                "When very many tenants without a connection are asked for at once, all are served in time,"
                                        + " within the budget, with about one login each, and few of these at a time.")
                        .source(
                                "The morning of a service with a database per tenant, and every restart of it: a login burns"
                                        + " some hundred times the CPU of a query, and all want one at once.")
                        .invariant(SERVED, "every tenant gets its lease before its deadline")
                        .invariant(
                                FEW_AT_ONCE, "no more logins at once than may be, or those that replace hanging ones")
                        .invariant(ONE_EACH, "the server sees about as many logins as tenants were served")
                        .witness(Witness.observations(20))
                        .witness(new Witness(COLD, 150, "leases of tenants that had no connection"))
                        .witness(new Witness(TOGETHER, 100, "requests that were seen waiting at one moment"))
                        .witness(new Witness(LOGGING_IN, 10, "looks of the oracle that saw a login under way"))
                        .forms(
                                new Form(200, 1, 1, Duration.ofSeconds(4)),
                                new Form(1_000, 10, 1, Duration.ofSeconds(120))),
                subject);
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return TenantSlowOpen.withoutLoginTriggers(server);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) -> List.of(Step.of("lease", "t" + (round * form.sessions() + session))));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage, DATABASES);
        for (int i = 0; i < DATABASES; i++) {
            slowLogins(ground, TenantGround.tenant(i));
        }
        TenantSettings settings = TenantSettings.of(SLOTS, 1).loggingIn(LOGINS_AT_ONCE);
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static void slowLogins(TenantGround ground, TenantId tenant) throws SQLException {
        try (Connection admin = ground.of(tenant).connect()) {
            Sql.run(admin, """
                    create function linger() returns event_trigger language plpgsql as $$
                      begin
                        if session_user = %s then
                          perform pg_sleep(%s);
                        end if;
                      end $$;
                    create event trigger lingering on login execute function linger();
                    """.formatted(Identifiers.literal(ground.role()), LOGIN.toMillis() / 1e3));
        }
    }

    private static final class Running extends TenantTrial {
        private final Duration patience = EACH.multipliedBy(stage.form().sessions());
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger logins = new AtomicInteger();
        private volatile boolean starved;
        private long loginsBefore;
        private int leasesBefore;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            ground.limit(source.budget());
            loginsBefore = ground.logins();
            leasesBefore = leases.size();
        }

        @Override
        public boolean observe(Connection oracle, int round) throws SQLException {
            waiting.accumulateAndGet(source.figures().waiting(), Math::max);
            int now = ground.asleep(oracle);
            logins.accumulateAndGet(now, Math::max);
            findings.witnessed(LOGGING_IN, now > 0 ? 1 : 0);
            if (now > SEEN_AT_MOST) {
                findings.violated(
                        FEW_AT_ONCE,
                        "Let %d logins be made at once, and one more for each that hangs. Then hardly more than these are seen in their trigger, but %d were: a contradiction."
                                .formatted(LOGINS_AT_ONCE, now));
            }
            return super.observe(oracle, round);
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            try {
                borrow(session, tenant, starved ? LITTLE : patience, Duration.ZERO);
                findings.witnessed(COLD, 1);
                return Outcome.committed("used");
            } catch (LeaseRefused e) {
                starved = true;
                findings.violated(
                        SERVED,
                        "Let every lease last for milliseconds, and so each slot serve one tenant after the other. Then %s has its turn within %s, but it was told: %s A contradiction."
                                .formatted(tenant, patience, firstLine(e)));
                throw e;
            }
        }

        @Override
        public void settle(int round) throws SQLException {
            int served = leases.size() - leasesBefore;
            long made = ground.logins() - loginsBefore;
            findings.fact("logins_in_the_last_round", made + " for " + served + " tenants");
            if (made > LOGINS_EACH * stage.form().sessions()) {
                findings.violated(
                        ONE_EACH,
                        "Let %d tenants have one borrower each, for whom one connection is enough. Then the server sees about as many logins, but pg_stat_database counted %d: a contradiction."
                                .formatted(stage.form().sessions(), made));
            }
        }

        @Override
        void judgeUse(History history) {
            findings.witnessed(TOGETHER, waiting.get());
            findings.fact("most_logins_at_once", logins + " seen");
            findings.fact("longest_wait", TenantRules.longestWait(leases));
        }
    }
}
