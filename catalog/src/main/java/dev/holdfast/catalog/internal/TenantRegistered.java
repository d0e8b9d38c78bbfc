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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Very many tenants are registered, of which few are ever used. In even rounds the sessions register thousands; in odd rounds each
 * holds a connection of one of them, all at the same time, and another tenant, with a database of its own, is dropped. Immutable.
 */
final class TenantRegistered extends TenantScenario {
    private static final int CHUNK = 1_000;
    private static final int SLOTS = 20;
    private static final int PER_TENANT = 2;

    /** Threads more than before, the engine's apart: those that carry virtual threads come and go. */
    private static final int FEW_THREADS = 4;

    /** Tenants that are registered between two looks at the threads. */
    private static final int BETWEEN_LOOKS = 100;

    private static final String REGISTER = "register";
    private static final String HOLD = "hold";
    private static final String DROP = "drop";
    private static final String NO_THREADS = "registering-starts-no-threads";
    private static final String NO_LOGINS = "registering-opens-nothing";
    private static final String AS_USED = "slots-as-used";
    private static final String KNOWN = "known-until-dropped";
    private static final String REGISTERED = "tenants_registered";
    private static final String HELD = "leases_held_together";
    private static final String DROPPED = "tenants_dropped";

    TenantRegistered(TenantSource.Maker subject) {
        super(
                TenantRules.card("registered-tenants")
                        .claim(
                                "A tenant that is registered and not used costs no connection and no thread: with very many"
                                        + " of them, the server has as many sessions as are used.")
                        .source(
                                "A service with a database per tenant knows all its customers when it starts; a pool for"
                                        + " each would be a thread, or a connection, for each.")
                        .invariant(NO_THREADS, "registering tenants starts no threads")
                        .invariant(NO_LOGINS, "registering tenants causes no login")
                        .invariant(
                                AS_USED,
                                "the server has one session for each lease that is held, however many are known")
                        .invariant(KNOWN, "a tenant is known from when it was registered until it was dropped")
                        .witness(new Witness(REGISTERED, 20_000, "tenants that were registered"))
                        .witness(new Witness(HELD, 5, "leases that were held at the same time"))
                        .witness(new Witness(DROPPED, 1, "tenants that were dropped, with their databases"))
                        .forms(new Form(5, 2, 4, Duration.ofSeconds(3)), new Form(5, 20, 2, Duration.ofSeconds(20))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) ->
                        round % 2 == 0 ? register(form, round, session) : use(form, round, session, dice));
    }

    private static List<Step> register(Form form, int round, int session) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < form.steps(); i++) {
            int chunk = (round / 2 * form.sessions() + session) * form.steps() + i;
            steps.add(Step.of(REGISTER, String.valueOf(chunk * CHUNK)));
        }
        return steps;
    }

    private static List<Step> use(Form form, int round, int session, RandomGenerator dice) {
        int ofEach = (round / 2 + 1) * form.steps() * CHUNK;
        Step hold = Step.of(HOLD, "t" + (dice.nextInt(ofEach) * form.sessions() + session));
        return session == 0 ? List.of(hold, Step.of(DROP, "d" + round)) : List.of(hold);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        TenantSettings settings =
                TenantSettings.of(SLOTS, PER_TENANT).with(options -> options.idleTimeout(Duration.ofMillis(200)));
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static final class Running extends TenantTrial {
        private final AtomicInteger registered = new AtomicInteger();
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile CountDownLatch counted = new CountDownLatch(0);

        /** What is wrong with the first thousands needn't be done to the others. */
        private volatile boolean wrong;

        private volatile int threadsBefore;
        private volatile long loginsBefore;
        private long heapBefore;

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            held = new CountDownLatch(stage.form().sessions());
            counted = new CountDownLatch(1);
            if (round % 2 == 1) {
                ground.separate(dropped(round));
                register(dropped(round));
            } else {
                warmUp();
                threadsBefore = threads();
                loginsBefore = ground.logins();
                heapBefore = usedHeap();
            }
        }

        private static TenantId dropped(int round) {
            return new TenantId("d" + round);
        }

        /** The first lease of a process starts threads that all later ones share. */
        private void warmUp() throws SQLException {
            source.lease(TenantGround.tenant(0), Deadline.in(PATIENCE)).close();
            source.awaitIdleClosed(Deadline.in(PATIENCE));
        }

        private static int threads() {
            return Thread.getAllStackTraces().size();
        }

        private static long usedHeap() {
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            return runtime.totalMemory() - runtime.freeMemory();
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            return switch (step.operation()) {
                case REGISTER -> register(Integer.parseInt(step.argument(0)));
                case HOLD -> hold(session, new TenantId(step.argument(0)));
                default -> drop(session, new TenantId(step.argument(0)));
            };
        }

        private Outcome register(int first) throws SQLException {
            for (int i = 0; i < CHUNK && !wrong; i++) {
                register(TenantGround.tenant(first + i));
                if (i % BETWEEN_LOOKS == 0) {
                    judgeThreads(stage.form().sessions());
                    judgeLogins();
                }
                findings.witnessed(REGISTERED, 1);
            }
            return Outcome.committed("registered");
        }

        /** The first of all is known already: it was used. */
        private void register(TenantId tenant) throws SQLException {
            source.register(tenant);
            registered.incrementAndGet();
        }

        private Outcome hold(Session session, TenantId tenant) throws SQLException {
            borrow(session, tenant, PATIENCE, connection -> {
                held.countDown();
                boolean together = awaitLatch(held);
                if (session.number() == 0) {
                    judgeSessions(together);
                    counted.countDown();
                }
                awaitLatch(counted);
            });
            return Outcome.committed("held");
        }

        private void judgeSessions(boolean together) throws SQLException {
            int used = stage.form().sessions();
            int there = ground.sessionsOf(TenantGround.tenant(0));
            findings.witnessed(HELD, together ? used : 0);
            findings.fact("sessions_of_the_tenants", there + " for " + used + " leases, " + registered + " registered");
            if (there > used) {
                findings.violated(
                        AS_USED,
                        "Let %d leases be held, and nothing have been used before that wasn't closed for idleness. Then the tenants' databases have as many sessions, but they have %d: a contradiction."
                                .formatted(used, there));
            }
        }

        private Outcome drop(Session session, TenantId tenant) throws SQLException {
            borrow(session, tenant, PATIENCE, Duration.ZERO);
            source.drop(tenant, Deadline.in(PATIENCE));
            registered.decrementAndGet();
            findings.witnessed(DROPPED, 1);
            return Outcome.committed("dropped");
        }

        private static boolean awaitLatch(CountDownLatch latch) {
            try {
                return latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void settle(int round) throws SQLException {
            judgeKnown();
            if (round % 2 == 0) {
                judgeThreads(0);
                judgeLogins();
                noteHeap();
            } else {
                source.awaitIdleClosed(Deadline.in(PATIENCE));
            }
        }

        private void judgeKnown() {
            int known = source.registered();
            if (known != registered.get() && !wrong) {
                findings.violated(
                        KNOWN,
                        "Let %d tenants be registered that were not dropped. Then as many are known, but %d were: a contradiction."
                                .formatted(registered.get(), known));
            }
        }

        /** @param atWork threads of the sessions */
        private synchronized void judgeThreads(int atWork) {
            int engine = atWork == 0 ? 0 : atWork + 1;
            int more = threads() - threadsBefore - engine;
            findings.fact("threads_more", String.valueOf(Math.max(0, more)));
            if (more > FEW_THREADS && !wrong) {
                wrong = true;
                findings.violated(
                        NO_THREADS,
                        "Let tenants be registered and not used. Then no thread has anything to do for them, but when %d were, there were %d threads more than before: a contradiction."
                                .formatted(registered.get(), more));
            }
        }

        private synchronized void judgeLogins() throws SQLException {
            long logins = ground.logins() - loginsBefore;
            if (logins > 0 && !wrong) {
                wrong = true;
                findings.violated(
                        NO_LOGINS,
                        "Let tenants be registered and not used. Then nothing leads to their databases, but when %d were, pg_stat_database had counted %d logins: a contradiction."
                                .formatted(registered.get(), logins));
            }
        }

        private void noteHeap() {
            long each = (usedHeap() - heapBefore)
                    / Math.max(1, (long) stage.form().sessions() * stage.form().steps() * CHUNK);
            findings.fact("heap_of_each_registered_tenant", each + " bytes, its id included");
        }

        @Override
        void judgeUse(History history) {}
    }
}
