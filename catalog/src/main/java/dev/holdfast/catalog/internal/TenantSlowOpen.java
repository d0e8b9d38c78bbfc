package dev.holdfast.catalog.internal;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.Identifiers;
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
import dev.holdfast.scenarios.internal.Sql;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's logins hang, in a trigger that waits for a lock, while others work. The hang ends when these have done their
 * work, or after some seconds in which they could have. Immutable.
 */
final class TenantSlowOpen extends TenantScenario {
    private static final int WARM = 6;
    private static final int SLOW = 2;
    private static final int LEASES_EACH = 10;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(4);
    private static final String OTHERS_GO_ON = "others-go-on";
    private static final String STUCK = "stuck";
    private static final String WORK = "work";
    private static final String HANGING = "logins_seen_hanging";
    private static final String MEANWHILE = "leases_while_it_hung";
    private static final String KEY = AdvisoryLocks.SCENARIO.namespace() + ", 9";

    TenantSlowOpen(TenantSource.Maker subject) {
        super(
                TenantRules.card("slow-open")
                        .claim(
                                "While one tenant's logins hang, all others get their connections, those included that must be"
                                        + " opened.")
                        .source(
                                "N9 of a workspace service: it dialled, created databases and initialised them under the"
                                        + " one lock that every request needs.")
                        .declares(new dev.holdfast.core.SqlState("08001"), new dev.holdfast.core.SqlState("08006"))
                        .invariant(OTHERS_GO_ON, "the others' leases are granted while the logins hang")
                        .witness(new Witness(HANGING, 1, "logins that the server showed waiting for the lock"))
                        .witness(new Witness(MEANWHILE, WARM * LEASES_EACH, "leases of others while a login hung"))
                        .forms(
                                new Form(WARM + SLOW, 1, 1, Duration.ofMillis(1_500)),
                                new Form(WARM + SLOW, 10, 1, Duration.ofSeconds(10))),
                subject);
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return withoutLoginTriggers(server);
    }

    static Optional<Verdict.Reason> withoutLoginTriggers(PostgresServer server) {
        return server.majorVersion() >= 17
                ? Optional.empty()
                : Optional.of(new Verdict.Reason(
                        "no-login-triggers", "PostgreSQL " + server.version() + " has none; use 17 or later"));
    }

    /** Half of the working tenants have a connection before, half have none. */
    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) -> List.of(
                        session < SLOW
                                ? Step.of(STUCK, slow(round).value())
                                : Step.of(WORK, "t" + (1 + session % WARM + WARM * round))));
    }

    /** Another one in each round: nobody has a connection of its. */
    private static TenantId slow(int round) {
        return TenantGround.tenant(1_000 + round);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        TenantSettings settings =
                TenantSettings.of(SLOW + WARM, SLOW).with(options -> options.openTimeout(Duration.ofSeconds(20)));
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static final class Running extends TenantTrial {
        private final AtomicInteger granted = new AtomicInteger();
        private volatile @Nullable Connection gate;
        private volatile CountDownLatch hangs = new CountDownLatch(1);
        private volatile CountDownLatch worked = new CountDownLatch(0);

        Running(Stage stage, TenantGround ground, TenantSource source) throws SQLException {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            gate = hangingFrom(ground.separate(slow(round)));
            for (int i = 0; i < WARM / 2; i++) {
                source.lease(TenantGround.tenant(1 + i + WARM * round), Deadline.in(PATIENCE))
                        .close();
            }
            hangs = new CountDownLatch(1);
            worked = new CountDownLatch(Math.max(0, stage.form().sessions() - SLOW));
        }

        /** From now on our role's logins there hang, until what is returned lets go. */
        private Connection hangingFrom(Database database) throws SQLException {
            Connection keeper = database.connect();
            stage.closeLater(keeper);
            Sql.run(keeper, """
                    create function hang() returns event_trigger language plpgsql security definer as $$
                      begin
                        if session_user = %s then
                          perform pg_advisory_lock_shared(%s);
                          perform pg_advisory_unlock_shared(%s);
                        end if;
                      end $$;
                    create event trigger hanging on login execute function hang();
                    select pg_advisory_lock(%s);
                    """.formatted(Identifiers.literal(ground.role()), KEY, KEY, KEY));
            return keeper;
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            return step.operation().equals(WORK) ? work(session, tenant) : stuck(session, tenant);
        }

        private Outcome work(Session session, TenantId tenant) throws SQLException {
            awaitLatch(hangs, PATIENCE);
            for (int i = 0; i < LEASES_EACH; i++) {
                borrow(session, tenant, PATIENCE, Duration.ZERO);
                granted.incrementAndGet();
            }
            worked.countDown();
            return Outcome.committed("worked");
        }

        /** The first of them looks after the lock at which they hang. */
        private Outcome stuck(Session session, TenantId tenant) throws SQLException {
            if (session.number() > 0) {
                borrow(session, tenant, PATIENCE, Duration.ZERO);
                return Outcome.committed("came through");
            }
            Thread letGo = Thread.ofVirtual().start(this::letGoWhenTheOthersAreDone);
            try {
                borrow(session, tenant, PATIENCE, Duration.ZERO);
                return Outcome.committed("came through");
            } finally {
                join(letGo);
            }
        }

        private void letGoWhenTheOthersAreDone() {
            try {
                boolean hung = ground.awaitLockWaits(1, Deadline.in(PATIENCE));
                int before = granted.get();
                hangs.countDown();
                awaitLatch(worked, LONG_ENOUGH);
                int meanwhile = granted.get() - before;
                Sql.run(Objects.requireNonNull(gate), "select pg_advisory_unlock(" + KEY + ")");
                tell(hung, meanwhile);
            } catch (SQLException e) {
                findings.unknown("gate-failed", "the lock at which logins hang failed: " + e.getMessage());
            }
        }

        private void tell(boolean hung, int meanwhile) {
            int all = LEASES_EACH * Math.max(0, stage.form().sessions() - SLOW);
            findings.witnessed(HANGING, hung ? 1 : 0);
            findings.witnessed(MEANWHILE, meanwhile);
            if (hung && meanwhile < all) {
                findings.violated(
                        OTHERS_GO_ON,
                        "Let one tenant's logins hang for %s, and others have slots. Then their %d leases, of milliseconds each, are granted meanwhile, but %d were: a contradiction."
                                .formatted(LONG_ENOUGH, all, meanwhile));
            }
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static boolean awaitLatch(CountDownLatch latch, Duration patience) {
            try {
                return latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        void judgeUse(History history) {}
    }
}
