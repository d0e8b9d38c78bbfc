package dev.holdfast.catalog.internal;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.core.Deadline;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** All connections of a tenant run long queries, and more are asked for. Immutable. */
final class TenantSaturated extends TenantScenario {
    private static final int PER_TENANT = 3;
    private static final Duration LONG = Duration.ofMillis(200);
    private static final Duration SHORT = Duration.ofMillis(120);
    private static final String SAME_BACKENDS = "same-backends";
    private static final String BUSY = "busy";
    private static final String IMPATIENT = "impatient";
    private static final String PATIENT = "patient";
    private static final String REFUSED = "requests_refused";
    private static final String SERVED = "requests_served_later";

    TenantSaturated(TenantSource.Maker subject) {
        super(
                TenantRules.card("saturated-tenant")
                        .claim(
                                "When all connections of a tenant are busy, others wait or are refused, and nobody's query is"
                                        + " ended.")
                        .source("N4 of a workspace service: its health check needed a connection, found none free, and"
                                + " closed the pool under those who used it.")
                        .invariant(SAME_BACKENDS, "a busy tenant keeps its sessions, and gets no more")
                        .witness(new Witness(REFUSED, 4, "requests that were refused while all was busy"))
                        .witness(new Witness(SERVED, 4, "requests that waited until a query was over"))
                        .forms(
                                new Form(2 * PER_TENANT + 2, 2, 1, Duration.ofSeconds(2)),
                                new Form(2 * PER_TENANT + 2, 40, 1, Duration.ofSeconds(30))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of(role(session))));
    }

    private static String role(int session) {
        return session < PER_TENANT ? BUSY : session % 2 == 0 ? PATIENT : IMPATIENT;
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(2 * PER_TENANT, PER_TENANT)));
    }

    private static final class Running extends TenantTrial {
        private final Set<Long> backends = ConcurrentHashMap.newKeySet();
        private volatile CountDownLatch busy = new CountDownLatch(0);
        private volatile CountDownLatch impatient = new CountDownLatch(0);

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            int sessions = stage.form().sessions();
            busy = new CountDownLatch(Math.min(PER_TENANT, sessions));
            impatient = new CountDownLatch((int) IntStream.range(0, sessions)
                    .filter(session -> role(session).equals(IMPATIENT))
                    .count());
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            return step.operation().equals(BUSY) ? busy(session) : more(session, step.operation());
        }

        private Outcome busy(Session session) throws SQLException {
            TenantLease lease = borrow(session, TenantGround.tenant(0), PATIENCE, connection -> {
                backends.add(backend(connection));
                busy.countDown();
                Deadline atMost = Deadline.in(PATIENCE.dividedBy(2));
                do {
                    sleep(connection, LONG);
                } while (impatient.getCount() > 0 && !atMost.passed());
            });
            return Outcome.committed("backend " + lease.backend());
        }

        private Outcome more(Session session, String patience) throws SQLException {
            try {
                busy.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            TenantId tenant = TenantGround.tenant(0);
            boolean patient = patience.equals(PATIENT);
            try {
                TenantLease lease = borrow(session, tenant, patient ? PATIENCE : SHORT, Duration.ZERO);
                findings.witnessed(SERVED, 1);
                return Outcome.committed("backend " + lease.backend());
            } catch (LeaseRefused e) {
                findings.witnessed(REFUSED, 1);
                throw e;
            } finally {
                if (!patient) {
                    impatient.countDown();
                }
            }
        }

        @Override
        void judgeUse(History history) {
            Set<String> known = ConcurrentHashMap.newKeySet();
            history.where(event -> event.step().operation().equals(BUSY) && event.round() == 0)
                    .forEach(event -> known.add(event.outcome().answer()));
            history.where(event ->
                            event.committed() && !known.contains(event.outcome().answer()))
                    .forEach(this::another);
            findings.fact("backends", String.valueOf(backends.size()));
        }

        private void another(Event event) {
            findings.violated(
                    SAME_BACKENDS,
                    "Let a tenant have %d connections, all busy and well. Then they are lent on when they come back, but session %d got another one (%s): a contradiction."
                            .formatted(
                                    PER_TENANT, event.session(), event.outcome().answer()),
                    List.of(event));
        }
    }
}
