package dev.holdfast.catalog.internal;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Very many ask for one tenant at once that has no connection, when the others have them all. Immutable. */
final class TenantColdSingleFlight extends TenantScenario {
    private static final int SLOTS = 4;
    private static final int PER_TENANT = 2;
    private static final String FEW_OPENS = "few-opens";
    private static final String COLD = "cold_leases";

    TenantColdSingleFlight(TenantSource.Maker subject) {
        super(
                TenantRules.card("cold-single-flight")
                        .claim(
                                "When many ask at once for a tenant that has no connection, no more are opened than it may"
                                        + " have, and none is forgotten.")
                        .source(
                                "N2 of a workspace service: two requests made room for the same tenant, each made a pool,"
                                        + " and the one that was overwritten was never closed.")
                        .invariant(FEW_OPENS, "a tenant's connections in one burst are no more than it may have")
                        .witness(Witness.observations(5))
                        .witness(new Witness(COLD, 60, "leases of the cold tenant"))
                        .witness(Witness.overlaps(30))
                        .forms(new Form(30, 2, 1, Duration.ofSeconds(2)), new Form(200, 20, 1, Duration.ofSeconds(60))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of("lease", "t" + cold(round))));
    }

    private static int cold(int round) {
        return 2 + round;
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(SLOTS, PER_TENANT)));
    }

    /** A source that holds the budget, but knows no maximum of a tenant. */
    static TenantSource.Maker ignoringMaximum() {
        return (ground, settings) -> HoldfastTenants.open(ground, settings.upTo(settings.slots()));
    }

    private static final class Running extends TenantTrial {
        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        /** Two tenants come to hold all slots, idle. */
        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < SLOTS; i++) {
                all.add(source.lease(TenantGround.tenant(i / PER_TENANT), Deadline.in(PATIENCE)));
            }
            for (Connection connection : all) {
                connection.close();
            }
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            borrow(session, new TenantId(step.argument(0)), PATIENCE, Duration.ofMillis(2));
            return Outcome.committed("used");
        }

        @Override
        public void settle(int round) {
            TenantId tenant = TenantGround.tenant(cold(round));
            List<Long> backends = leases.stream()
                    .filter(lease -> lease.tenant().equals(tenant))
                    .map(TenantLease::backend)
                    .toList();
            long opened = backends.stream().distinct().count();
            findings.witnessed(COLD, backends.size());
            findings.fact("connections_of_the_cold_tenant", opened + " for " + backends.size() + " leases");
            if (opened > PER_TENANT) {
                findings.violated(
                        FEW_OPENS,
                        "Let %s have %d connections at most, which nothing closes during the burst. Then its leases lead to no more backends, but they led to %d: a contradiction."
                                .formatted(tenant, PER_TENANT, opened));
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
