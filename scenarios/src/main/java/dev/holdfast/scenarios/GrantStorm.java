package dev.holdfast.scenarios;

import dev.holdfast.core.Identifiers;
import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Many sessions grant and revoke on the same table, schema and database at once, each for a role of its own. In the first
 * round two of them grant on two more tables in opposite order, which is a deadlock. Immutable.
 */
public final class GrantStorm implements Scenario {
    private static final String[] ONE_OBJECT = {"table", "schema", "database"};

    private final Card card = LaneTrial.card("grant-storm")
            .claim("Colliding GRANTs fail with XX000 and 40P01, and one agreed lock removes both.")
            .source("Measurements for a rotation of credentials: half of all concurrent GRANTs on one object failed.")
            .tags("roles", "contention")
            .declares(SqlState.DEADLOCK_DETECTED)
            .forms(new Form(20, 4, 10, Duration.ofSeconds(4)), new Form(20, 80, 10, Duration.ofSeconds(60)));

    private final RoleChanges changes;

    public GrantStorm(RoleChanges changes) {
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
                (round, session, dice) -> Stream.concat(
                                opposite(round, session), Stream.generate(() -> step(session, dice)))
                        .limit(form.steps())
                        .toList());
    }

    private static Stream<Step> opposite(int round, int session) {
        if (round > 1 || session > 1) {
            return Stream.empty();
        }
        return Stream.of(session == 0 ? Step.of("both", "s0", "one", "two") : Step.of("both", "s1", "two", "one"));
    }

    private static Step step(int session, RandomGenerator dice) {
        String object = ONE_OBJECT[dice.nextInt(ONE_OBJECT.length)];
        return Step.of(dice.nextBoolean() ? "grant" : "revoke", "s" + session, object);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends LaneTrial {
        private final Rendezvous firstGranted = new Rendezvous(2, Duration.ofSeconds(5));
        private final String database;

        Running(Stage stage) throws SQLException {
            super(stage, changes);
            this.database = Identifiers.name(stage.database().name());
            Sql.run(stage.admin(), "create table contended (); create table one (); create table two ();");
            Sql.run(stage.admin(), "create schema contended");
            for (int session = 0; session < stage.form().sessions(); session++) {
                Sql.run(stage.admin(), "create role " + roles.quoted("s" + session));
            }
        }

        @Override
        List<String> statements(Step step) {
            String role = roles.quoted(step.argument(0));
            return switch (step.operation()) {
                case "both" -> List.of(grantOn(step.argument(1), role), grantOn(step.argument(2), role));
                case "grant" -> List.of("grant " + privilege(step.argument(1)) + " to " + role);
                default -> List.of("revoke " + privilege(step.argument(1)) + " from " + role);
            };
        }

        private static String grantOn(String table, String role) {
            return "grant select on " + table + " to " + role;
        }

        private String privilege(String object) {
            return switch (object) {
                case "table" -> "select on contended";
                case "schema" -> "usage on schema contended";
                default -> "connect on database " + database;
            };
        }

        /** The two sessions that grant in opposite order meet when each has made its first grant. */
        @Override
        Outcome collide(Session session, Step step) throws SQLException {
            if (!step.operation().equals("both")) {
                return super.collide(session, step);
            }
            return session.transaction(connection -> {
                Sql.run(connection, statements(step).get(0));
                firstGranted.meet();
                Sql.run(connection, statements(step).get(1));
                return Outcome.committed(RoleChanges.CHANGED);
            });
        }
    }
}
