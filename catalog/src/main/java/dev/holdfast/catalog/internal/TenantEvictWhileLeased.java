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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One tenant's connection is lent and not used yet when another tenant needs the only slot. In even rounds two sessions do
 * just that; in odd rounds all borrow at random. Immutable.
 */
final class TenantEvictWhileLeased extends TenantScenario {
    private static final int TENANTS = 4;
    private static final Duration HOLDING = Duration.ofMillis(300);
    private static final String HOLD = "hold";
    private static final String RIVAL = "rival";
    private static final String SOME = "some";
    private static final String WAITED = "rivals_that_waited";

    TenantEvictWhileLeased(TenantSource.Maker subject) {
        super(
                TenantRules.card("evict-while-leased")
                        .claim("A connection that is lent is never closed to make room, however long its borrower waits"
                                + " before the first query.")
                        .source("N1 of a workspace service: the pool that a request had just been given was closed by"
                                + " another request, as nobody was querying it (\"sql: database is closed\").")
                        .witness(Witness.observations(10))
                        .witness(new Witness(WAITED, 2, "requests that waited while the only slot was lent"))
                        .witness(new Witness(TenantRules.LEASES, 40, "leases that were used"))
                        .forms(new Form(8, 4, 3, Duration.ofSeconds(3)), new Form(64, 40, 3, Duration.ofSeconds(90))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            List<Step> steps = new ArrayList<>();
            if (round % 2 == 0 && session < 2) {
                steps.add(Step.of(session == 0 ? HOLD : RIVAL, "t" + session));
            }
            for (int i = 0; round % 2 == 1 && i < form.steps(); i++) {
                steps.add(Step.of(
                        SOME,
                        "t" + dice.nextInt(TENANTS),
                        String.valueOf(dice.nextInt(3)),
                        String.valueOf(dice.nextInt(3))));
            }
            return steps;
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        TenantSettings settings = TenantSettings.of(1, 1).with(options -> options.quantum(Duration.ofMillis(20)));
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static final class Running extends TenantTrial {
        private volatile CountDownLatch held = new CountDownLatch(1);

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            held = new CountDownLatch(1);
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            switch (step.operation()) {
                case HOLD -> hold(session, tenant);
                case RIVAL -> rival(session, tenant);
                default -> some(session, tenant, millis(step, 1), millis(step, 2));
            }
            return Outcome.committed("used");
        }

        private static Duration millis(Step step, int argument) {
            return Duration.ofMillis(Long.parseLong(step.argument(argument)));
        }

        private void hold(Session session, TenantId tenant) throws SQLException {
            borrow(session, tenant, PATIENCE, connection -> {
                held.countDown();
                if (await(() -> source.figures().waiting() > 0, HOLDING)) {
                    findings.witnessed(WAITED, 1);
                }
                sleep(connection, Duration.ofMillis(1));
            });
        }

        /** Comes when the other holds, or is about to. */
        private void rival(Session session, TenantId tenant) throws SQLException {
            try {
                if (!held.await(HOLDING.toMillis(), TimeUnit.MILLISECONDS)) {
                    findings.fact("rival", "came before the other was given its connection");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            borrow(session, tenant, PATIENCE, Duration.ofMillis(1));
        }

        private void some(Session session, TenantId tenant, Duration before, Duration use) throws SQLException {
            borrow(session, tenant, PATIENCE, connection -> {
                await(() -> false, before);
                sleep(connection, use);
            });
        }

        @Override
        void judgeUse(History history) {}
    }
}
