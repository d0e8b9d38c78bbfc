package dev.holdfast.catalog.internal;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** One tenant with very many borrowers beside eight with one each, for eight slots, for a while. Immutable. */
final class TenantNoisyNeighbour extends TenantScenario {
    private static final int SLOTS = 8;
    private static final int LIGHT = 8;
    private static final Duration USE = Duration.ofMillis(5);
    private static final Duration LIGHT_PATIENCE = Duration.ofMillis(1_500);

    /** Whoever is refused at once comes again as it is told, or after this. */
    private static final Duration AT_MOST = Duration.ofMillis(100);

    private static final double FAIR = 0.9;
    private static final String FAIR_SHARES = "fair-shares";
    private static final String NO_LIGHT_TIMEOUT = "no-light-timeout";
    private static final String HEAVY_LEASES = "heavy_leases";
    private static final String LOAD = "load";

    /** Leases before it begins: the first logins of a process are slow. */
    private static final int WARM_UP = 27;

    /** When the first connections are there. */
    private static final Duration LEAD_IN = Duration.ofMillis(300);

    private static final int ENOUGH = 800;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration ALONE = Duration.ofSeconds(2);
    private static final Duration AMONG_MANY = Duration.ofMillis(1_300);

    TenantNoisyNeighbour(TenantSource.Maker subject) {
        super(
                TenantRules.card("noisy-neighbour")
                        .claim("A tenant with sixty-four borrowers gets no larger share of the connections' time than"
                                + " tenants with one.")
                        .source(
                                "Measured on pools of today: a keyed pool gave eight light tenants nothing at all beside a"
                                        + " heavy one, a pooler in front of the server two leases in ten seconds.")
                        .invariant(
                                FAIR_SHARES,
                                "Jain's index of the time that the tenants hold connections is at least " + FAIR)
                        .invariant(NO_LIGHT_TIMEOUT, "no request of a light tenant waits in vain")
                        .witness(Witness.observations(20))
                        .witness(new Witness(HEAVY_LEASES, 50, "leases of the heavy tenant"))
                        .witness(new Witness(TenantRules.LEASES, 200, "leases that were used"))
                        .forms(
                                new Form(64 + LIGHT, 1, 1, Duration.ofMillis(2_500)),
                                new Form(64 + LIGHT, 10, 1, Duration.ofSeconds(18))),
                subject);
    }

    /** The last eight sessions are the light tenants'. */
    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            int light = session - (form.sessions() - LIGHT);
            return List.of(Step.of(LOAD, "t" + Math.max(0, light + 1)));
        });
    }

    private static Duration length(Form form) {
        return form.rounds() > 1 ? AMONG_MANY : ALONE;
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(SLOTS, SLOTS)));
    }

    private static final class Running extends TenantTrial {
        private static final TenantId HEAVY = TenantGround.tenant(0);

        private final AtomicInteger timeouts = new AtomicInteger();
        private volatile long began;
        private volatile long ended;
        private volatile int leasesBefore;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            for (int i = 0; i < (round == 0 ? WARM_UP : 0); i++) {
                source.lease(TenantGround.tenant(i % (LIGHT + 1)), Deadline.in(PATIENCE))
                        .close();
            }
            leasesBefore = leases.size();
            ended = 0;
            began = System.nanoTime();
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            while (!over() && !Thread.currentThread().isInterrupted()) {
                once(session, tenant);
            }
            return Outcome.committed("over");
        }

        /** The time must be over, and enough must have happened in it: a busy machine takes longer. */
        private boolean over() {
            long now = System.nanoTime();
            boolean enough = now - began > length(stage.form()).toNanos() && leases.size() - leasesBefore >= ENOUGH;
            if (ended == 0 && (enough || now - began > LONGEST.toNanos())) {
                ended = now;
            }
            return ended != 0;
        }

        private void once(Session session, TenantId tenant) throws SQLException {
            boolean heavy = tenant.equals(HEAVY);
            try {
                borrow(session, tenant, heavy ? PATIENCE : LIGHT_PATIENCE, USE);
            } catch (LeaseRefused e) {
                if (!heavy && !over()) {
                    timedOut(tenant, e);
                }
                Duration later = e.retryAfter();
                await(this::over, later.compareTo(AT_MOST) < 0 ? later : AT_MOST);
            }
        }

        private void timedOut(TenantId tenant, LeaseRefused e) {
            timeouts.incrementAndGet();
            findings.violated(
                    NO_LIGHT_TIMEOUT,
                    "Let slots go round among the tenants that wait. Then %s's only request has its turn within %s, but it was told: %s A contradiction."
                            .formatted(tenant, LIGHT_PATIENCE, firstLine(e)));
        }

        @Override
        public void settle(int round) {
            long from = began + LEAD_IN.toNanos();
            long until = ended;
            List<TenantId> tenants = IntStream.rangeClosed(0, LIGHT)
                    .mapToObj(TenantGround::tenant)
                    .toList();
            Map<TenantId, Double> held = TenantRules.heldBetween(tenants, leases, from, until);
            double jain = TenantRules.jain(held.values());
            findings.fact("jain", TenantRules.number(jain));
            if (jain < FAIR) {
                findings.violated(
                        FAIR_SHARES,
                        "Let nine tenants of equal weight always have a request for %d slots. Then each holds connections for about the same time, and Jain's index is near 1, but it was %s (%s): a contradiction."
                                .formatted(SLOTS, TenantRules.number(jain), TenantShares.text(held)));
            }
        }

        @Override
        void judgeUse(History history) {
            List<TenantLease> light = leases.stream()
                    .filter(lease -> !lease.tenant().equals(HEAVY))
                    .toList();
            findings.witnessed(HEAVY_LEASES, leases.size() - light.size());
            findings.fact("light_p99_wait", TenantRules.waitsP99(light));
            findings.fact("light_timeouts", timeouts.toString());
            findings.fact("light_pauses_p99", TenantRules.pausesP99(light));
            findings.fact(
                    "opens_per_lease",
                    TenantRules.number((double) source.figures().opens() / Math.max(1, leases.size())));
        }
    }
}
