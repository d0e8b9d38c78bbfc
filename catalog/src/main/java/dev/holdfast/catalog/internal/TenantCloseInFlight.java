package dev.holdfast.catalog.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.TenantId;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A tenant is closed while its borrowers are in the middle of transactions, and others come for more. When that is done, its
 * database is dropped without force. Immutable.
 */
final class TenantCloseInFlight extends TenantScenario {
    private static final int WORKERS = 4;
    private static final int LATE = 2;
    private static final String NONE_KILLED = "none-killed";
    private static final String FENCE = "no-lease-after-the-fence";
    private static final String DROPPABLE = "database-is-free";
    private static final String WORK = "work";
    private static final String CLOSE = "close";
    private static final String KNOCK = "knock";
    private static final String IN_FLIGHT = "transactions_in_flight";
    private static final String REFUSED = "late_requests_refused";
    private static final String LEASED = "leased";

    TenantCloseInFlight(TenantSource.Maker subject) {
        super(
                TenantRules.card("close-in-flight")
                        .claim(
                                "Closing a tenant ends no transaction before the deadline, gives out no lease from the moment"
                                        + " on at which it was closed, and leaves no session in its database.")
                        .source(
                                "Measured on pools of today: close() killed transactions in flight, within milliseconds.")
                        .declares(TenantRules.NO_CONNECTION)
                        .invariant(NONE_KILLED, "a transaction that ends before the deadline is not cut off")
                        .invariant(FENCE, "a request made after a tenant was closed is refused")
                        .invariant(DROPPABLE, "the database of a closed tenant has no session, so it can be dropped")
                        .witness(new Witness(IN_FLIGHT, 8, "transactions that were open when the closing began"))
                        .witness(new Witness(REFUSED, 2, "requests that came while, or after, the tenant was closed"))
                        .forms(
                                new Form(WORKERS + 1 + LATE, 2, 1, Duration.ofSeconds(2)),
                                new Form(WORKERS + 1 + LATE, 40, 1, Duration.ofSeconds(30))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of(role(session), "t" + round)));
    }

    private static String role(int session) {
        return session == WORKERS ? CLOSE : session < WORKERS ? WORK : KNOCK;
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(WORKERS, WORKERS)));
    }

    private static final class Running extends TenantTrial {
        private volatile CountDownLatch working = new CountDownLatch(0);
        private volatile CountDownLatch done = new CountDownLatch(0);
        private volatile CountDownLatch knocked = new CountDownLatch(0);

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            TenantId tenant = TenantGround.tenant(round);
            try (Connection admin = ground.separate(tenant).connect()) {
                Sql.run(admin, "create table marks (session int); grant all on marks to public");
            }
            working = new CountDownLatch(Math.min(WORKERS, stage.form().sessions()));
            done = new CountDownLatch(1);
            knocked = new CountDownLatch(Math.max(0, stage.form().sessions() - WORKERS - 1));
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            return switch (step.operation()) {
                case WORK -> work(session, tenant);
                case CLOSE -> close(session, tenant);
                default -> knock(tenant);
            };
        }

        private Outcome work(Session session, TenantId tenant) throws SQLException {
            borrow(session, tenant, PATIENCE, connection -> {
                connection.setAutoCommit(false);
                Sql.update(connection, "insert into marks values (?)", session.number());
                working.countDown();
                boolean inTime = await(() -> !source.ready(tenant), PATIENCE);
                await(() -> false, Duration.ofMillis(20));
                Sql.update(connection, "insert into marks values (?)", session.number());
                connection.commit();
                findings.witnessed(IN_FLIGHT, inTime ? 1 : 0);
            });
            return Outcome.committed("worked");
        }

        private Outcome close(Session session, TenantId tenant) throws SQLException {
            awaitLatch(working);
            source.close(tenant, Deadline.in(PATIENCE));
            done.countDown();
            awaitLatch(knocked);
            int left = ground.sessionsOf(tenant);
            if (left > 0) {
                findings.violated(
                        DROPPABLE,
                        "Let %s be closed. Then nobody is in its database, but %d sessions of the subject are: a contradiction."
                                .formatted(tenant, left));
            } else {
                ground.ask("drop database " + Identifiers.name(ground.databaseOf(tenant)));
            }
            return Outcome.committed("closed by " + session.number());
        }

        /** Asks when the closing has begun, and when it is done. */
        private Outcome knock(TenantId tenant) throws SQLException {
            awaitLatch(working);
            await(() -> !source.ready(tenant), PATIENCE);
            String during = asked(tenant);
            awaitLatch(done);
            String after;
            try {
                after = asked(tenant);
            } finally {
                knocked.countDown();
            }
            return Outcome.committed(during.equals(LEASED) ? during : after);
        }

        private String asked(TenantId tenant) throws SQLException {
            try {
                source.lease(tenant, Deadline.in(Duration.ofMillis(500))).close();
                return LEASED;
            } catch (SQLException e) {
                if (HoldfastTenants.typed(e)) {
                    findings.witnessed(REFUSED, 1);
                    return "refused";
                }
                throw e;
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
        void judgeUse(History history) {
            history.where(event -> event.answered(LEASED))
                    .forEach(event -> findings.violated(
                            FENCE,
                            "Let a request be made when the tenant doesn't take any more. Then it is refused, but session %d got a lease: a contradiction."
                                    .formatted(event.session()),
                            List.of(event)));
            history.where(event -> event.step().operation().equals(WORK) && !event.answered("worked"))
                    .forEach(this::killed);
        }

        private void killed(Event event) {
            findings.violated(
                    NONE_KILLED,
                    "Let a transaction need milliseconds, and the closing wait for seconds. Then it commits, but session %d was told: %s. A contradiction."
                            .formatted(event.session(), event.outcome().answer()),
                    List.of(event));
        }
    }
}
