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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Half of the slots are lent for the whole round, the others are idle connections of innocent tenants. In even rounds one
 * session asks for tenants without any, one after the other and patiently; in odd rounds many do so at once, with little
 * patience. Immutable.
 */
final class TenantLimitStorm extends TenantScenario {
    private static final int SLOTS = 6;
    private static final int PER_TENANT = 3;
    private static final int STORM = 20;
    private static final Duration LITTLE = Duration.ofMillis(60);
    private static final Duration USE = Duration.ofMillis(30);
    private static final String NEEDED = "no-needless-eviction";
    private static final String RECOVERY = "recovers";
    private static final String HOLD = "hold";
    private static final String STORMING = "storm";
    private static final String PATIENT = "ask-patiently";
    private static final String REFUSED = "requests_refused";

    TenantLimitStorm(TenantSource.Maker subject) {
        super(
                TenantRules.card("limit-storm")
                        .claim(
                                "At the limit, requests are refused in so many words; no connection is closed that makes no"
                                        + " room for another; and when the storm is over everybody is served.")
                        .source(
                                "N6 of a workspace service: each request that failed at the limit had closed an innocent"
                                        + " tenant's pool before. N3: its message about the limit read a map that others changed.")
                        .invariant(
                                NEEDED,
                                "for requests that wait, connections are taken from tenants only to be opened for others")
                        .invariant(RECOVERY, "after the storm every tenant gets a lease")
                        .witness(new Witness(REFUSED, 10, "requests that were refused"))
                        .forms(
                                new Form(PER_TENANT + STORM, 2, 3, Duration.ofSeconds(3)),
                                new Form(PER_TENANT + 64, 40, 3, Duration.ofSeconds(60))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            if (session < PER_TENANT) {
                return List.of(Step.of(HOLD, "t0"));
            }
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < form.steps() && round % 2 == 1; i++) {
                steps.add(Step.of(STORMING, "t" + (100 + session)));
            }
            for (int i = 0; i < form.steps() && round % 2 == 0 && session == PER_TENANT; i++) {
                steps.add(Step.of(PATIENT, "t" + (1_000 + 10 * round + i)));
            }
            return steps;
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(SLOTS, PER_TENANT)));
    }

    private static final class Running extends TenantTrial {
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile CountDownLatch stormed = new CountDownLatch(0);
        private volatile long opensBefore;
        private volatile long stolenBefore;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        /** Innocent tenants come to have a connection each; then the figures are noted. */
        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            int sessions = stage.form().sessions();
            held = new CountDownLatch(Math.min(PER_TENANT, sessions));
            int asking = Math.max(0, sessions - PER_TENANT);
            stormed = new CountDownLatch((round % 2 == 0 ? Math.min(1, asking) : asking)
                    * stage.form().steps());
            for (int i = 1; i <= SLOTS - PER_TENANT; i++) {
                source.lease(TenantGround.tenant(i), Deadline.in(PATIENCE)).close();
            }
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < PER_TENANT; i++) {
                all.add(source.lease(TenantGround.tenant(0), Deadline.in(PATIENCE)));
            }
            for (Connection connection : all) {
                connection.close();
            }
            opensBefore = source.figures().opens();
            stolenBefore = source.figures().stolen();
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            if (step.operation().equals(HOLD)) {
                borrow(session, tenant, PATIENCE, connection -> {
                    held.countDown();
                    awaitLatch(stormed);
                });
                return Outcome.committed("held");
            }
            awaitLatch(held);
            return ask(session, tenant, step.operation().equals(PATIENT) ? PATIENCE : LITTLE);
        }

        private Outcome ask(Session session, TenantId tenant, Duration patience) throws SQLException {
            try {
                borrow(session, tenant, patience, USE);
                return Outcome.committed("used");
            } catch (LeaseRefused e) {
                findings.witnessed(REFUSED, session.round() % 2);
                throw e;
            } finally {
                stormed.countDown();
            }
        }

        private static void awaitLatch(CountDownLatch latch) {
            try {
                latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void settle(int round) {
            long opened = source.figures().opens() - opensBefore;
            long stolen = source.figures().stolen() - stolenBefore;
            boolean patient = round % 2 == 0;
            findings.fact(patient ? "evictions" : "evictions_in_the_storm", stolen + " for " + opened + " opened");
            if (patient && stolen > opened) {
                findings.violated(
                        NEEDED,
                        "Let requests come one by one, patiently, and a connection be closed only to open another in its place. Then there are at least as many opened as taken away, but %d were taken and %d opened: a contradiction."
                                .formatted(stolen, opened));
            }
            for (int i = 0; i <= SLOTS - PER_TENANT; i++) {
                recovered(TenantGround.tenant(i));
            }
        }

        private void recovered(TenantId tenant) {
            try {
                source.lease(tenant, Deadline.in(PATIENCE)).close();
            } catch (SQLException e) {
                findings.violated(
                        RECOVERY,
                        "Let nobody use anything any more. Then %s gets a lease, but it was told: %s. A contradiction."
                                .formatted(tenant, firstLine(e)));
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
