package dev.holdfast.catalog.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.SqlState;
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

/**
 * Backends are ended while connections are lent and idle. In even rounds all are idle, and gone before anybody asks: then no
 * borrower may notice. In odd rounds they are ended at any moment: whoever uses one is told so, and nobody else. Immutable.
 */
final class TenantTerminateStorm extends TenantScenario {
    private static final int SLOTS = 4;
    private static final int TENANTS = 2;
    private static final String KILLED = "backends_ended";
    private static final String KILLED_IDLE = "idle_backends_ended";
    private static final String LEASE = "lease";
    private static final String KILL = "kill";

    /** For the network to tell, on a machine with much else to do; the backends are known to be gone by then. */
    private static final Duration NEWS = Duration.ofMillis(250);

    TenantTerminateStorm(TenantSource.Maker subject) {
        super(
                TenantRules.card("terminate-storm")
                        .claim(
                                "A connection whose backend has ended is never lent; one that ends while it is lent says so to"
                                        + " its borrower alone.")
                        .source(
                                "Measured on pools of today: a backend was ended while idle, and handed out dead fifty times"
                                        + " of fifty.")
                        .declares(SqlState.ADMIN_SHUTDOWN, SqlState.CONNECTION_FAILURE, TenantRules.NO_CONNECTION)
                        .witness(new Witness(KILLED_IDLE, 6, "backends that were ended while nobody used them"))
                        .witness(
                                new Witness(KILLED, 5, "backends that were ended while they were used, or about to be"))
                        .witness(new Witness(TenantRules.LEASES, 30, "leases that were used"))
                        .forms(new Form(9, 4, 10, Duration.ofSeconds(3)), new Form(9, 80, 10, Duration.ofSeconds(60))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < (round % 2 == 0 ? 2 : form.steps()); i++) {
                boolean kills = session == 0 && round % 2 == 1;
                steps.add(
                        kills
                                ? Step.of(KILL, String.valueOf(1 + dice.nextInt(2)))
                                : Step.of(LEASE, "t" + dice.nextInt(TENANTS), String.valueOf(dice.nextInt(4))));
            }
            return steps;
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(SLOTS, SLOTS / TENANTS)));
    }

    private static final class Running extends TenantTrial {
        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            if (round % 2 == 0) {
                List<Connection> all = new ArrayList<>();
                for (int i = 0; i < SLOTS; i++) {
                    all.add(source.lease(TenantGround.tenant(i % TENANTS), Deadline.in(PATIENCE)));
                }
                for (Connection connection : all) {
                    connection.close();
                }
                await(() -> source.figures().idle() >= SLOTS, Duration.ofSeconds(2));
                killIdle();
            }
        }

        private void killIdle() throws SQLException {
            List<Long> killed = ground.terminate(true, SLOTS);
            for (long backend : killed) {
                ground.awaitGone(backend, Deadline.in(PATIENCE));
            }
            findings.witnessed(KILLED_IDLE, killed.size());
            await(() -> false, NEWS);
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            if (step.operation().equals(KILL)) {
                findings.witnessed(
                        KILLED,
                        ground.terminate(false, Integer.parseInt(step.argument(0)))
                                .size());
                await(() -> false, Duration.ofMillis(5));
                return Outcome.committed("killed");
            }
            TenantId tenant = new TenantId(step.argument(0));
            Duration use = Duration.ofMillis(Long.parseLong(step.argument(1)));
            return session.round() % 2 == 0 ? quiet(session, tenant, use) : stormy(session, tenant, use);
        }

        private Outcome quiet(Session session, TenantId tenant, Duration use) throws SQLException {
            borrow(session, tenant, PATIENCE, use);
            return Outcome.committed("used");
        }

        /** The session may be ended under us; that is told in PostgreSQL's words for it. */
        private Outcome stormy(Session session, TenantId tenant, Duration use) throws SQLException {
            Connection connection = source.lease(tenant, Deadline.in(PATIENCE));
            try (connection) {
                sleep(connection, use);
                return Outcome.committed("used");
            } catch (SQLException e) {
                if (SqlState.of(e).filter(SqlState::losesSession).isPresent()) {
                    return Outcome.refused("ended under session " + session.number(), e);
                }
                throw e;
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
