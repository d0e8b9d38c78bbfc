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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A tenant's database is dropped while borrowers keep coming. Immutable. */
final class TenantDropUnderLoad extends TenantScenario {
    private static final int BORROWERS = 12;

    /** Leases last for milliseconds. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private static final String DROPPED = "dropped";
    private static final String DROP = "drop";
    private static final String USE = "use";
    private static final String BEFORE = "leases_before_the_drop";
    private static final String REFUSED = "requests_refused";

    TenantDropUnderLoad(TenantSource.Maker subject) {
        super(
                TenantRules.card("drop-under-load")
                        .claim(
                                "A tenant's database can be dropped while borrowers keep coming: nobody is cut off in the"
                                        + " middle, and those who come later are told that it is gone.")
                        .source(
                                "P9 of the catalogue of the seeds: a workspace service ended all sessions, slept a tenth of a"
                                        + " second and hoped that nobody would come back before DROP DATABASE.")
                        .declares(TenantRules.NO_CONNECTION, new SqlState("3D000"))
                        .invariant(DROPPED, "the database is gone when drop returns")
                        .witness(new Witness(BEFORE, 20, "leases before the drop began"))
                        .witness(new Witness(REFUSED, BORROWERS, "requests that were told that it is gone"))
                        .forms(
                                new Form(1 + BORROWERS, 2, 1, Duration.ofSeconds(2)),
                                new Form(201, 20, 1, Duration.ofSeconds(40))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            List<Step> steps = new ArrayList<>();
            steps.add(Step.of(session == 0 ? DROP : USE, "t" + round));
            return steps;
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        return new Running(stage, ground, subject.open(ground, TenantSettings.of(4, 4)));
    }

    private static final class Running extends TenantTrial {
        private volatile CountDownLatch warm = new CountDownLatch(0);

        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            ground.separate(TenantGround.tenant(round));
            warm = new CountDownLatch(30);
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            return step.operation().equals(DROP) ? drop(tenant) : use(session, tenant);
        }

        private Outcome drop(TenantId tenant) throws SQLException {
            try {
                warm.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            findings.witnessed(BEFORE, 30 - warm.getCount());
            String database = ground.databaseOf(tenant);
            try {
                source.drop(tenant, Deadline.in(DRAIN));
            } catch (SQLException e) {
                undropped(tenant, firstLine(e));
                return Outcome.refused("not dropped", e);
            }
            if (ground.number("select count(*) from pg_database where datname = ?", database) > 0) {
                undropped(tenant, "nothing, and it is there");
            }
            return Outcome.committed("dropped");
        }

        private void undropped(TenantId tenant, String told) {
            findings.violated(
                    DROPPED,
                    "Let leases be given out no more, and those that are out come back. Then nobody is in %s's database and it can be dropped, but what came of it was: %s. A contradiction."
                            .formatted(tenant, told));
        }

        /** Until it is refused. */
        private Outcome use(Session session, TenantId tenant) throws SQLException {
            Deadline over = Deadline.in(DRAIN.multipliedBy(2));
            Optional<SQLException> broken = Optional.empty();
            while (!over.passed() && !Thread.currentThread().isInterrupted()) {
                try {
                    borrow(session, tenant, PATIENCE, Duration.ofMillis(2));
                    warm.countDown();
                } catch (SQLException e) {
                    if (HoldfastTenants.typed(e)) {
                        findings.witnessed(REFUSED, 1);
                        throw broken.orElse(e);
                    }
                    broken = Optional.of(e);
                }
            }
            if (broken.isPresent()) {
                throw broken.get();
            }
            return Outcome.committed("never refused");
        }

        @Override
        void judgeUse(History history) {}
    }
}
