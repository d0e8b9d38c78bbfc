package dev.holdfast.catalog.internal;

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
import java.util.random.RandomGenerator;

/** Three tenants of weights 1, 2 and 4, each with more borrowers than there are slots, for a while. Immutable. */
final class TenantWeights extends TenantScenario {
    private static final int SLOTS = 4;
    private static final int BORROWERS = 6;
    private static final Map<TenantId, Integer> WEIGHTS =
            Map.of(TenantGround.tenant(0), 1, TenantGround.tenant(1), 2, TenantGround.tenant(2), 4);
    private static final double TOLERANCE = 0.35;
    private static final Duration USE = Duration.ofMillis(4);
    private static final Duration ROUND = Duration.ofMillis(2_200);
    private static final String SHARES = "shares-by-weight";

    TenantWeights(TenantSource.Maker subject) {
        super(
                TenantRules.card("weights")
                        .claim(
                                "When there isn't enough for all, tenants hold connections in proportion to their weights.")
                        .source("Weighted fair queueing; no pool of today knows of several tenants' weights.")
                        .invariant(
                                SHARES, "each tenant's share of the time is its weight's, give or take a third of it")
                        .witness(new Witness(TenantRules.LEASES, 300, "leases that were used"))
                        .forms(
                                new Form(3 * BORROWERS, 1, 1, Duration.ofMillis(2_700)),
                                new Form(3 * BORROWERS, 10, 1, Duration.ofSeconds(27))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of("load", "t" + session % 3)));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        TenantSettings settings = TenantSettings.of(SLOTS, SLOTS)
                .weighing(WEIGHTS)
                .with(options -> options.quantum(Duration.ofMillis(100)));
        return new Running(stage, ground, subject.open(ground, settings));
    }

    /** A source that is told nothing of weights. */
    static TenantSource.Maker ignoringWeights() {
        return (ground, settings) -> HoldfastTenants.open(ground, settings.weighing(Map.of()));
    }

    private static final class Running extends TenantTrial {
        private volatile long began;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            began = System.nanoTime();
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            while (System.nanoTime() - began < ROUND.toNanos()
                    && !Thread.currentThread().isInterrupted()) {
                borrow(session, new TenantId(step.argument(0)), PATIENCE, USE);
            }
            return Outcome.committed("over");
        }

        /** Up to when all of them still had requests. */
        @Override
        public void settle(int round) {
            Map<TenantId, Double> held =
                    TenantRules.heldBetween(WEIGHTS.keySet(), leases, began, began + ROUND.toNanos());
            findings.fact("shares", TenantShares.text(held));
            double all = held.values().stream().mapToDouble(Double::doubleValue).sum();
            held.forEach((tenant, time) -> {
                double due = WEIGHTS.getOrDefault(tenant, 1) / 7.0;
                double share = time / all;
                if (Math.abs(share - due) > TOLERANCE * due) {
                    findings.violated(
                            SHARES,
                            "Let weights 1, 2 and 4 always have requests for %d slots. Then %s holds connections for %.1f %% of the time, but it did for %.1f %%: a contradiction."
                                    .formatted(SLOTS, tenant, 100 * due, 100 * share));
                }
            });
        }

        @Override
        void judgeUse(History history) {}
    }
}
