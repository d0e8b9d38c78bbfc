package dev.holdfast.catalog.internal;

import dev.holdfast.connections.HandOver;
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
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A borrower leaves something in its session, and the next one, on the same backend, looks for it. Immutable. */
final class TenantStateKinds extends TenantScenario {
    private static final String NO_REMAINS = "no-remains";
    private static final String SAME_BACKEND = "same_backend";
    private static final String FOUND = "found";

    private final HandOver handOver;

    private TenantStateKinds(String id, String claim, HandOver handOver, int least, TenantSource.Maker subject) {
        super(
                TenantRules.card(id)
                        .claim(claim)
                        .source(
                                "Measured on pools of today: search path, settings, temporary tables and advisory locks of"
                                        + " one borrower were there for the next one, five times of five.")
                        .invariant(NO_REMAINS, "a borrower doesn't find what another left in its session")
                        .witness(new Witness(SAME_BACKEND, least, "looks on the very backend that was left"))
                        .forms(
                                new Form(1, 1, TenantRemains.values().length, Duration.ofMillis(1_200)),
                                new Form(1, 20, TenantRemains.values().length, Duration.ofSeconds(15))),
                subject);
        this.handOver = handOver;
    }

    static TenantStateKinds strict(TenantSource.Maker subject) {
        return new TenantStateKinds(
                "state-kinds",
                "With a strict hand-over a borrower finds nothing of what the last one left, whatever it was.",
                HandOver.STRICT,
                14,
                subject);
    }

    static TenantStateKinds trusted(TenantSource.Maker subject) {
        return new TenantStateKinds(
                "state-kinds-trusted",
                "With a trusting hand-over a borrower finds nothing that the last one left in statements that say so.",
                HandOver.TRUSTED,
                12,
                subject);
    }

    /** Steps are {@code leave-and-look <kind>}. */
    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) -> session > 0
                        ? List.of()
                        : Stream.of(TenantRemains.values())
                                .map(kind -> Step.of("leave-and-look", kind.id()))
                                .toList());
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        TenantGround ground = TenantGround.on(stage);
        ground.superuser();
        try (Connection admin = ground.of(TenantGround.tenant(0)).connect()) {
            Sql.run(admin, TenantRemains.GROUND);
        }
        TenantSettings settings = TenantSettings.of(1, 1).with(options -> options.handOver(handOver));
        return new Running(stage, ground, subject.open(ground, settings), handOver);
    }

    private static final class Running extends TenantTrial {
        private final HandOver handOver;

        Running(Stage stage, TenantGround ground, TenantSource source, HandOver handOver) {
            super(stage, ground, source);
            this.handOver = handOver;
        }

        @Override
        Outcome act(Session session, Step step) throws SQLException {
            TenantRemains kind = TenantRemains.of(step.argument(0));
            TenantId tenant = TenantGround.tenant(0);
            long left;
            try (Connection connection = source.lease(tenant, Deadline.in(PATIENCE))) {
                left = backend(connection);
                kind.leave(connection);
            }
            try (Connection connection = source.lease(tenant, Deadline.in(PATIENCE))) {
                boolean found = kind.found(connection);
                findings.witnessed(SAME_BACKEND, backend(connection) == left ? 1 : 0);
                return Outcome.committed(found ? FOUND : "clean");
            }
        }

        @Override
        void judgeUse(History history) {
            history.where(event -> event.answered(FOUND)).forEach(this::judge);
        }

        private void judge(Event event) {
            TenantRemains kind = TenantRemains.of(event.step().argument(0));
            if (handOver == HandOver.TRUSTED && !kind.visibleInText()) {
                findings.fact("hole_" + kind.id().replace('-', '_'), "the next borrower found it, as documented");
                return;
            }
            findings.violated(
                    NO_REMAINS,
                    "Let a connection be made ready before it is lent again. Then the next borrower doesn't find %s, but it did: a contradiction."
                            .formatted(kind.id()),
                    List.of(event));
        }
    }
}
