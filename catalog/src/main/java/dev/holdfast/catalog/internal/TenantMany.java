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
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Far more tenants than slots come and go, in every round other ones; between the rounds everything is idle for long enough to be
 * closed. Immutable.
 */
final class TenantMany extends TenantScenario {
    private static final int SLOTS = 8;
    private static final int PER_TENANT = 2;
    private static final Duration SECONDS = Duration.ofSeconds(5);
    private static final Duration LITTLE = Duration.ofMillis(20);
    private static final String REAPED = "idle-are-closed";
    private static final String SERVED = "everybody-is-served";
    private static final String TENANTS = "tenants_served";

    TenantMany(TenantSource.Maker subject) {
        super(
                TenantRules.card("many-tenants")
                        .claim(
                                "Hundreds of tenants share a few slots: each is served, and those that were there before, and"
                                        + " are idle now, keep nothing.")
                        .source(
                                "N7 of a workspace service: pools whose connections had all been closed for idleness could not"
                                        + " be evicted any more, and stayed.")
                        .invariant(REAPED, "connections that nobody uses for the idle time are closed")
                        .invariant(SERVED, "a tenant gets a lease, however many were there before")
                        .witness(new Witness(TENANTS, 120, "leases of tenants that had none before"))
                        .forms(new Form(10, 2, 8, Duration.ofSeconds(3)), new Form(10, 50, 10, Duration.ofSeconds(60))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < form.steps(); i++) {
                steps.add(Step.of("lease", "t" + ((round * form.sessions() + session) * form.steps() + i)));
            }
            return steps;
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        TenantSettings settings = TenantSettings.of(SLOTS, PER_TENANT)
                .with(options -> options.idleTimeout(Duration.ofMillis(200)).quantum(Duration.ofMillis(20)));
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static final class Running extends TenantTrial {
        /** One that waited in vain says it all. */
        private volatile boolean starved;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            try {
                borrow(session, tenant, starved ? LITTLE : SECONDS, Duration.ofMillis(1));
                findings.witnessed(TENANTS, 1);
                return Outcome.committed("used");
            } catch (LeaseRefused e) {
                starved = true;
                findings.violated(
                        SERVED,
                        "Let leases last for milliseconds. Then every tenant has its turn within seconds, but %s was told: %s. A contradiction."
                                .formatted(tenant, firstLine(e)));
                throw e;
            }
        }

        @Override
        public void settle(int round) throws SQLException {
            boolean reaped = source.awaitIdleClosed(Deadline.in(PATIENCE));
            int left = ground.sessions();
            if (!reaped || left > 0) {
                findings.violated(
                        REAPED,
                        "Let nobody use anything for longer than the idle time. Then all is closed, but the server has %d sessions of the subject: a contradiction."
                                .formatted(left));
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
