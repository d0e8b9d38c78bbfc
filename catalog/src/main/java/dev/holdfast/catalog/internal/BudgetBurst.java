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
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * More tenants than the budget has room for use their connections to the maximum at once. Each has used one before, so that
 * all look small. One borrower gives up in the middle of a query, whose backend lives on. In even rounds the server itself
 * refuses what exceeds the budget; in odd rounds it is only counted. Immutable.
 */
final class BudgetBurst extends TenantScenario {
    private static final int SLOTS = 6;
    private static final int PER_TENANT = 3;
    private static final int TENANTS = 6;
    private static final int STEPS = 4;
    private static final Duration USE = Duration.ofMillis(5);

    /** For how long a backend goes on whose client has left. */
    private static final Duration BEREFT = Duration.ofMillis(150);

    private static final String BURST = "burst";
    private static final String ABANDON = "abandon";
    private static final String ABANDONED = "abandoned_backends";
    private static final String REFUSING = "rounds_with_limit";

    BudgetBurst(TenantSource.Maker subject) {
        super(
                TenantRules.card("budget-burst")
                        .claim(
                                "However many tenants use all that they may at once, the server never has more sessions than"
                                        + " the budget; a slot counts until its backend is gone.")
                        .source(
                                "N5 of a workspace service: its limit counted open connections, not permitted ones. What"
                                        + " others count when they close a connection: the call, not the backend.")
                        .witness(Witness.observations(20))
                        .witness(new Witness(TenantRules.LEASES, 2L * 24 * STEPS, "leases that were used"))
                        .witness(new Witness(ABANDONED, 2, "backends that went on when their client had left"))
                        .witness(new Witness(REFUSING, 1, "rounds in which the server refused more than the budget"))
                        .forms(
                                new Form(24, 4, STEPS, Duration.ofSeconds(4)),
                                new Form(24, 80, STEPS, Duration.ofSeconds(80))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < form.steps(); i++) {
                boolean abandons = session == 0 && i == 0;
                steps.add(Step.of(abandons ? ABANDON : BURST, "t" + session % TENANTS));
            }
            return steps;
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage, 3);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(SLOTS, PER_TENANT)));
    }

    private static final class Running extends TenantTrial {
        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            ground.limit(round % 2 == 0 ? source.budget() : -1);
            findings.witnessed(REFUSING, round % 2 == 0 ? 1 : 0);
            for (int i = 0; i < TENANTS; i++) {
                source.lease(TenantGround.tenant(i), Deadline.in(PATIENCE)).close();
            }
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            if (step.operation().equals(ABANDON)) {
                abandon(tenant);
            } else {
                borrow(session, tenant, PATIENCE, USE);
            }
            return Outcome.committed("used");
        }

        /** Leaves while the query runs. */
        private void abandon(TenantId tenant) throws SQLException {
            try (Connection connection = source.lease(tenant, Deadline.in(PATIENCE))) {
                long backend = backend(connection);
                AtomicReference<@Nullable SQLException> told = new AtomicReference<>();
                Thread query = Thread.ofVirtual().start(() -> {
                    try {
                        sleep(connection, BEREFT);
                    } catch (SQLException e) {
                        told.set(e);
                    }
                });
                boolean asleep = ground.awaitAsleep(backend, Deadline.in(BEREFT));
                connection.abort(Runnable::run);
                query.join();
                findings.witnessed(ABANDONED, asleep && told.get() != null ? 1 : 0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
