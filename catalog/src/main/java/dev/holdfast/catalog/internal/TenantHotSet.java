package dev.holdfast.catalog.internal;

import dev.holdfast.connections.LeaseRefused;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Of five hundred tenants a few are busy at a time, with two borrowers each; in every round others than before. What is busy at
 * once fits into the slots. The tenants share some databases, so that making these isn't what takes the time. Immutable.
 */
final class TenantHotSet extends TenantScenario {
    private static final int TENANTS = 500;
    private static final int PER_TENANT = 2;

    /** Slots beyond those that a hot set can use. */
    private static final int SPARE = 4;

    private static final int DATABASES = 4;

    /** Opens in a round for each hot tenant. */
    private static final int FEW = 3;

    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final Duration USE = Duration.ofMillis(1);
    private static final String SERVED = "heat-is-served";
    private static final String FEW_OPENS = "no-thrashing";
    private static final String WARMED = "tenants_that_got_hot";
    private static final String STOLEN = "connections_taken_from_the_cold";

    TenantHotSet(TenantSource.Maker subject) {
        super(
                TenantRules.card("hot-set")
                        .claim(
                                "Connections follow the heat: when other tenants become busy, those that were before give"
                                        + " theirs up, all are served, and no more is opened than the change takes.")
                        .source(
                                "What a service with a database per tenant sees all day: few of its tenants are at work at a"
                                        + " time, and never the same for long.")
                        .invariant(SERVED, "a tenant that becomes busy gets its leases within seconds")
                        .invariant(
                                FEW_OPENS,
                                "where the busy tenants fit into the budget, the server sees at most " + FEW
                                        + " logins for each of them when they change")
                        .witness(Witness.observations(20))
                        .witness(new Witness(WARMED, 75, "busy tenants that had no connection before"))
                        .witness(new Witness(STOLEN, 40, "connections closed for another tenant's sake"))
                        .forms(
                                new Form(40, 5, 6, Duration.ofSeconds(4)),
                                new Form(40, 100, 10, Duration.ofSeconds(80))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        List<Integer> order = IntStream.range(0, TENANTS).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(order, random);
        int hot = hot(form);
        return Plan.of(form, random, (round, session, dice) -> {
            int tenant = order.get((round * hot + session % hot) % TENANTS);
            return Collections.nCopies(form.steps(), Step.of("lease", "t" + tenant));
        });
    }

    private static int hot(Form form) {
        return Math.max(1, form.sessions() / PER_TENANT);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage, DATABASES);
        TenantSettings settings = TenantSettings.of(PER_TENANT * hot(stage.form()) + SPARE, PER_TENANT);
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static final class Running extends TenantTrial {
        private final Set<Long> backendsBefore = ConcurrentHashMap.newKeySet();

        /** What is wrong in one round needn't be played further. */
        private volatile boolean wrong;

        /** The player's, like the next two. */
        private long loginsBefore;

        private long stolenBefore;
        private int leasesBefore;

        Running(Stage stage, TenantGround ground, TenantSource source) throws SQLException {
            super(stage, ground, source);
            loginsBefore = ground.logins();
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            ground.limit(source.budget());
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            if (wrong) {
                return Outcome.committed("left out");
            }
            TenantId tenant = new TenantId(step.argument(0));
            try {
                borrow(session, tenant, SECONDS, USE);
                return Outcome.committed("used");
            } catch (LeaseRefused e) {
                wrong = true;
                findings.violated(
                        SERVED,
                        "Let nobody use those connections any more that others had before, and leases last for milliseconds. Then %s is served within %s, but it was told: %s A contradiction."
                                .formatted(tenant, SECONDS, firstLine(e)));
                throw e;
            }
        }

        @Override
        public void settle(int round) throws SQLException {
            List<TenantLease> here = List.copyOf(leases).subList(leasesBefore, leases.size());
            leasesBefore += here.size();
            findings.witnessed(WARMED, warmed(here));
            findings.witnessed(STOLEN, source.figures().stolen() - stolenBefore);
            stolenBefore = source.figures().stolen();
            long logins = ground.logins() - loginsBefore;
            loginsBefore += logins;
            judgeLogins(logins);
        }

        /** Tenants all of whose leases led to backends that nobody had seen. */
        private long warmed(List<TenantLease> here) {
            Set<TenantId> warm = here.stream()
                    .filter(lease -> backendsBefore.contains(lease.backend()))
                    .map(TenantLease::tenant)
                    .collect(Collectors.toSet());
            here.forEach(lease -> backendsBefore.add(lease.backend()));
            return here.stream()
                    .map(TenantLease::tenant)
                    .distinct()
                    .filter(tenant -> !warm.contains(tenant))
                    .count();
        }

        private void judgeLogins(long logins) {
            int hot = hot(stage.form());
            findings.fact("logins_in_the_last_round", logins + " for " + hot + " busy tenants");
            if (logins > (long) FEW * hot) {
                wrong = true;
                findings.violated(
                        FEW_OPENS,
                        "Let %d tenants be busy, which may have %d connections each and fit into the budget together. Then their change takes at most %d logins, but pg_stat_database counted %d: a contradiction."
                                .formatted(hot, PER_TENANT, FEW * hot, logins));
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
