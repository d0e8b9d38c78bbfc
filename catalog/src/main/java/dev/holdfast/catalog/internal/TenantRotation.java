package dev.holdfast.catalog.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.SqlState;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The credential changes while borrowers are at work: first to one that the server refuses, then to one that works, of another
 * role. Immutable.
 */
final class TenantRotation extends TenantScenario {
    private static final int WORKERS = 8;
    private static final int PER_TENANT = 2;
    private static final int TENANTS = WORKERS / PER_TENANT;

    /** Beside what the workers use, so that nothing is closed for want of room. */
    private static final int SPARE = 4;

    /** Leases after a change that show how it went. */
    private static final int SOME = 40;

    private static final Duration USE = Duration.ofMillis(2);
    private static final String ROTATE = "rotate";
    private static final String WORK = "work";
    private static final String NONE_FAILS = "no-request-fails";
    private static final String MAKE_FIRST = "make-before-break";
    private static final String RETIRED = "old-role-leaves";
    private static final String IN_FLIGHT = "leases_out_at_a_change";
    private static final String REFUSED = "credentials_that_the_server_refused";
    private static final String CHANGED = "leases_of_the_new_role";
    private static final SqlState WRONG_PASSWORD = new SqlState("28P01");

    TenantRotation(TenantSource.Maker subject) {
        super(
                TenantRules.card("rotation-under-load")
                        .claim(
                                "When the credential changes under load, no request fails: connections of before go on until the"
                                        + " server has accepted the new one, and then they are replaced, all of them.")
                        .source(
                                "Rotated database passwords: a pool that closes first and asks then is down for as long as the"
                                        + " new password is wrong, or not known to the server yet.")
                        .invariant(NONE_FAILS, "no request fails, whatever the new credential is")
                        .invariant(MAKE_FIRST, "a credential that the server refuses ends no session of before")
                        .invariant(
                                RETIRED,
                                "when the new credential works, the server has no session of the old role left")
                        .witness(Witness.observations(20))
                        .witness(new Witness(IN_FLIGHT, 4, "leases that were out when the credential changed"))
                        .witness(new Witness(REFUSED, 2, "new credentials that the server was seen to refuse"))
                        .witness(new Witness(CHANGED, 2L * SOME, "leases whose session had the new role"))
                        .forms(
                                new Form(1 + WORKERS, 2, 1, Duration.ofSeconds(3)),
                                new Form(1 + WORKERS, 40, 1, Duration.ofSeconds(45))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) -> List.of(
                        session == 0 ? Step.of(ROTATE, "t" + (100 + round)) : Step.of(WORK, "t" + session % TENANTS)));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        ground.createSecondRole();
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(WORKERS + SPARE, PER_TENANT)));
    }

    private static final class Running extends TenantTrial {
        private final AtomicInteger out = new AtomicInteger();
        private final AtomicInteger ofNewRole = new AtomicInteger();
        private volatile CountDownLatch atWork = new CountDownLatch(0);
        private volatile String newRole = "";
        private volatile boolean over;

        /** What went wrong once needn't be played further. */
        private volatile boolean failed;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            over = false;
            newRole = "";
            ofNewRole.set(0);
            atWork = new CountDownLatch(Math.max(0, stage.form().sessions() - 1));
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            if (failed) {
                return Outcome.committed("left out");
            }
            TenantId tenant = new TenantId(step.argument(0));
            try {
                return step.operation().equals(WORK) ? work(session, tenant) : rotate(session, tenant);
            } catch (SQLException e) {
                failed = true;
                throw e;
            }
        }

        private Outcome work(Session session, TenantId tenant) throws SQLException {
            while (!over && !Thread.currentThread().isInterrupted()) {
                borrow(session, tenant, PATIENCE, this::use);
                atWork.countDown();
            }
            return Outcome.committed("worked");
        }

        private void use(Connection connection) throws SQLException {
            out.incrementAndGet();
            try {
                if (Sql.text(connection, "select session_user").equals(newRole)) {
                    ofNewRole.incrementAndGet();
                }
                sleep(connection, USE);
            } finally {
                out.decrementAndGet();
            }
        }

        private Outcome rotate(Session session, TenantId fresh) throws SQLException {
            try {
                reached(() -> atWork.getCount() == 0);
                refused(session, fresh);
                accepted();
                return Outcome.committed("rotated");
            } finally {
                over = true;
            }
        }

        /** Everything goes on, a tenant that needs a login included. */
        private void refused(Session session, TenantId fresh) throws SQLException {
            List<Long> before = ground.backendsAs(ground.workingRole());
            int failures = source.openFailures().size();
            findings.witnessed(IN_FLIGHT, out.get());
            ground.changeToWrongPassword();
            boolean told = reached(() -> refusals(failures) > 0);
            findings.witnessed(REFUSED, told ? 1 : 0);
            try {
                borrow(session, fresh, PATIENCE, this::use);
                int leasesBefore = leases.size();
                reached(() -> leases.size() >= leasesBefore + SOME);
            } finally {
                judgeSurvivors(before);
            }
        }

        private long refusals(int failuresBefore) {
            return source.openFailures().stream()
                    .skip(failuresBefore)
                    .flatMap(failure -> SqlState.of(failure).stream())
                    .filter(WRONG_PASSWORD::equals)
                    .count();
        }

        private void judgeSurvivors(List<Long> before) throws SQLException {
            List<Long> ended = new ArrayList<>(before);
            ended.removeAll(ground.backendsAs(ground.workingRole()));
            if (!ended.isEmpty()) {
                findings.violated(
                        MAKE_FIRST,
                        "Let the server refuse the new credential, and nothing else call for closing a connection. Then all %d sessions of before are still there, but %d of them had ended: a contradiction."
                                .formatted(before.size(), ended.size()));
            }
        }

        private void accepted() throws SQLException {
            String old = ground.workingRole();
            findings.witnessed(IN_FLIGHT, out.get());
            newRole = ground.changeToOtherRole();
            boolean retired = ground.awaitNoSessionsAs(old, Deadline.in(PATIENCE));
            if (!retired) {
                findings.violated(
                        RETIRED,
                        "Let the server accept the new credential, and leases last for milliseconds. Then connections of the old one are replaced within %s, but %d sessions of role %s are left: a contradiction."
                                .formatted(PATIENCE, ground.backendsAs(old).size(), old));
                return;
            }
            reached(() -> ofNewRole.get() >= SOME);
            findings.witnessed(CHANGED, ofNewRole.get());
        }

        private boolean reached(BooleanSupplier state) {
            return await(() -> failed || state.getAsBoolean(), PATIENCE) && !failed;
        }

        @Override
        void judgeUse(History history) {
            history.where(event -> !event.committed()).forEach(this::failed);
        }

        private void failed(Event event) {
            findings.violated(
                    NONE_FAILS,
                    "Let a credential that works be known, the old one or the new. Then every request is served with it, but session %d was told %s. A contradiction."
                            .formatted(event.session(), event.outcome().answer()),
                    List.of(event));
        }
    }
}
