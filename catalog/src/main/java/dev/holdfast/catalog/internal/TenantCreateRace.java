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
import dev.holdfast.scenarios.internal.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Many create the same tenant at once and use it as soon as they are told that it
 * is there. Immutable.
 */
final class TenantCreateRace extends TenantScenario {
    private static final String ONE_CREATES = "one-creates";
    private static final String EXISTS_IS_READY = "exists-is-ready";
    private static final String CREATED = "created";
    private static final String THERE = "there";
    private static final String NOT_READY = "not ready: ";
    private static final String CREATIONS = "creations_that_found_another";
    private static final Duration FILLING = Duration.ofMillis(100);

    TenantCreateRace(TenantSource.Maker subject) {
        super(
                TenantRules.card("create-race")
                        .claim(
                                "When many create the same tenant, one does, nobody fails, and a tenant that exists is ready.")
                        .source(
                                "N10 of a workspace service: it looked whether a database exists and then created it (42P04,"
                                        + " 23505); whoever came while it was filled found it empty.")
                        .invariant(ONE_CREATES, "exactly one of those who create a tenant is told that it made it")
                        .invariant(EXISTS_IS_READY, "whoever is told that a tenant exists finds its contents")
                        .witness(new Witness(CREATIONS, 10, "creations that found another one under way or done"))
                        .witness(Witness.overlaps(10))
                        .forms(new Form(8, 2, 1, Duration.ofSeconds(3)), new Form(20, 20, 1, Duration.ofSeconds(60))),
                subject);
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of("create", "t" + round)));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        TenantSettings settings = TenantSettings.of(4, 2);
        return new Running(stage, ground, subject.open(ground, settings));
    }

    private static final class Running extends TenantTrial {
        Running(Stage stage, TenantGround ground, TenantSource source) {
            super(stage, ground, source);
        }

        @Override
        public void prepare(int round) throws SQLException {
            super.prepare(round);
            ground.expect(TenantGround.tenant(round));
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantId tenant = new TenantId(step.argument(0));
            boolean made = source.create(
                    tenant,
                    connection -> {
                        Sql.run(connection, "create table contents (n int)");
                        sleep(connection, FILLING);
                        Sql.run(connection, "insert into contents values (42)");
                    },
                    Deadline.in(PATIENCE));
            findings.witnessed(CREATIONS, made ? 0 : 1);
            return ready(session, tenant, made ? CREATED : THERE);
        }

        private Outcome ready(Session session, TenantId tenant, String told) throws SQLException {
            try {
                long[] found = new long[1];
                borrow(
                        session,
                        tenant,
                        PATIENCE,
                        connection -> found[0] = Sql.number(connection, "select coalesce(sum(n), 0) from contents"));
                return Outcome.committed(found[0] == 42 ? told : NOT_READY + "sum " + found[0]);
            } catch (SQLException e) {
                if ("42P01".equals(e.getSQLState())) {
                    return Outcome.committed(NOT_READY + firstLine(e));
                }
                throw e;
            }
        }

        @Override
        void judgeUse(History history) {
            for (int round = 0; round < stage.form().rounds(); round++) {
                one(history, round);
            }
            history.where(event -> event.outcome().answer().startsWith(NOT_READY))
                    .forEach(event -> findings.violated(
                            EXISTS_IS_READY,
                            "Let a tenant exist only when it is filled. Then session %d, which was told that it exists, finds 42, but it was %s: a contradiction."
                                    .formatted(event.session(), event.outcome().answer()),
                            List.of(event)));
        }

        private void one(History history, int round) {
            var creators = history.where(event -> event.round() == round && event.answered(CREATED));
            if (creators.size() != 1) {
                findings.violated(
                        ONE_CREATES,
                        "Let many create %s at once. Then one of them makes it, but %d were told that they did: a contradiction."
                                .formatted(TenantGround.tenant(round), creators.size()),
                        creators);
            }
        }
    }
}
