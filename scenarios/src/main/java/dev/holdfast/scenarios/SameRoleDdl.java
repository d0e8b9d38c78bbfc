package dev.holdfast.scenarios;

import dev.holdfast.core.Identifiers;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Many sessions change the same role, and create and drop another, at once. Immutable. */
public final class SameRoleDdl implements Scenario {
    private static final String SHARED = "shared";
    private static final String COMES_AND_GOES = "comes-and-goes";

    private final Card card = LaneTrial.card("role-ddl-same")
            .claim("Colliding role DDL fails with XX000, 42710 and 23505, and one agreed lock removes all of them.")
            .source("Measurements for a rotation of credentials: 9 of 10 concurrent ALTER ROLE failed.")
            .tags("roles", "contention")
            .declares(SqlState.DUPLICATE_OBJECT, SqlState.UNIQUE_VIOLATION)
            .forms(new Form(20, 4, 10, Duration.ofSeconds(4)), new Form(20, 80, 10, Duration.ofSeconds(60)));

    private final RoleChanges changes;

    public SameRoleDdl(RoleChanges changes) {
        this.changes = changes;
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) ->
                        Stream.generate(() -> step(dice)).limit(form.steps()).toList());
    }

    private static Step step(RandomGenerator dice) {
        return switch (dice.nextInt(4)) {
            case 0 -> Step.of("password", SHARED, "password-" + dice.nextInt(1_000_000));
            case 1 -> Step.of("set", SHARED, String.valueOf(1 + dice.nextInt(64)));
            case 2 -> Step.of("create", COMES_AND_GOES);
            default -> Step.of("drop", COMES_AND_GOES);
        };
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends LaneTrial {
        Running(Stage stage) throws SQLException {
            super(stage, changes);
            Sql.run(stage.admin(), "create role " + roles.quoted(SHARED));
        }

        @Override
        List<String> statements(Step step) {
            String role = roles.quoted(step.argument(0));
            return List.of(
                    switch (step.operation()) {
                        case "password" -> "alter role " + role + " password " + Identifiers.literal(step.argument(1));
                        case "set" -> "alter role " + role + " set work_mem = '" + step.argument(1) + "MB'";
                        case "create" -> createIfAbsent(role);
                        default -> "drop role if exists " + role;
                    });
        }

        /**
         * PostgreSQL has no CREATE ROLE IF NOT EXISTS. The catalogue is asked by a query: {@code to_regrole} answers from a
         * cache, which the backend refreshes when it locks a table and not when it gets an advisory lock, so that a role
         * that was created while we waited may still seem to be absent.
         */
        private String createIfAbsent(String role) {
            String name = role.substring(1, role.length() - 1);
            return "do $$ begin if not exists (select from pg_roles where rolname = '" + name + "') then create role "
                    + role + "; end if; end $$";
        }
    }
}
