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
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A server of the trial's own is restarted while some use connections and others are idle. Immutable. */
final class TenantRestart extends TenantScenario {
    private static final int SLOTS = 6;
    private static final int TENANTS = 3;
    private static final String RESTART = "restart";
    private static final String USE = "use";
    private static final String CUT = "leases_cut_off_by_the_restart";
    private static final String AFTER = "leases_after_the_restart";

    TenantRestart(TenantSource.Maker subject) {
        super(
                TenantRules.card("restart-under-load")
                        .claim("After a restart of the server nobody is lent a connection of before it.")
                        .source(
                                "P9 of the catalogue of the seeds. Measured on pools of today: they hand out what died while"
                                        + " idle.")
                        .declares(
                                SqlState.ADMIN_SHUTDOWN,
                                SqlState.CANNOT_CONNECT_NOW,
                                SqlState.CONNECTION_FAILURE,
                                new SqlState("08001"),
                                TenantRules.NO_CONNECTION)
                        .witness(new Witness(CUT, 1, "leases during which the server was restarted"))
                        .witness(new Witness(AFTER, 8, "leases when it was back"))
                        .forms(
                                new Form(1 + SLOTS, 1, 1, Duration.ofMillis(3_500)),
                                new Form(1 + SLOTS, 10, 1, Duration.ofSeconds(20))),
                subject);
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return server instanceof EmbeddedPostgres
                ? Optional.empty()
                : Optional.of(new Verdict.Reason(
                        "needs-own-server", "it starts a server of its own; use an embedded one to play it"));
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) ->
                        List.of(session == 0 ? Step.of(RESTART) : Step.of(USE, "t" + session % TENANTS)));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.own(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(SLOTS, SLOTS / TENANTS)));
    }

    private static final class Running extends TenantTrial {
        private volatile CountDownLatch holding = new CountDownLatch(0);
        private volatile CountDownLatch back = new CountDownLatch(0);

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            holding = new CountDownLatch(Math.max(0, stage.form().sessions() - 1));
            back = new CountDownLatch(1);
        }

        /** The stage's server isn't the one that is restarted. */
        @Override
        public boolean observe(Connection oracle, int round) {
            return false;
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            if (step.operation().equals(RESTART)) {
                awaitLatch(holding);
                ((EmbeddedPostgres) ground.server()).restart();
                back.countDown();
                return Outcome.committed("restarted");
            }
            return use(session, new TenantId(step.argument(0)));
        }

        /** Sessions of odd numbers hold a connection meanwhile, those of even numbers have given theirs back. */
        private Outcome use(Session session, TenantId tenant) throws SQLException {
            try (Connection before = source.lease(tenant, Deadline.in(PATIENCE))) {
                sleep(before, Duration.ofMillis(1));
                if (session.number() % 2 == 1) {
                    holding.countDown();
                    awaitLatch(back);
                    cut(before);
                }
            }
            holding.countDown();
            awaitLatch(back);
            for (int i = 0; i < 3; i++) {
                borrow(session, tenant, PATIENCE, Duration.ofMillis(1));
                findings.witnessed(AFTER, 1);
            }
            return Outcome.committed("used");
        }

        private void cut(Connection connection) {
            try {
                sleep(connection, Duration.ofMillis(1));
            } catch (SQLException e) {
                findings.witnessed(
                        CUT, SqlState.of(e).filter(SqlState::losesSession).isPresent() ? 1 : 0);
            }
        }

        private static void awaitLatch(CountDownLatch latch) {
            try {
                latch.await(PATIENCE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
