package dev.holdfast.scenarios;

import dev.holdfast.core.Identifiers;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Roles;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Many sessions create, change and drop roles at once, each a role of its own. PostgreSQL does that without a single
 * error; what was once taken for a limit of a driver was a NUL byte in a test's SQL ({@link NulByte}). Immutable.
 */
public final class RoleDdl implements Scenario {
    private static final String SUCCEEDS = "own-role-ddl-succeeds";
    private static final String AS_TOLD = "roles-are-as-told";

    private final Card card;
    private final RoleChanges changes;

    public RoleDdl(int sessions, int rounds, RoleChanges changes) {
        this.changes = changes;
        this.card = Card.of("role-ddl-" + sessions)
                .claim("%d sessions can create, alter, grant to and drop roles of their own at once, without an error."
                        .formatted(sessions))
                .source("A team's finding that concurrent CREATE USER fails with 08P01, for which it deleted the test.")
                .tags("roles")
                .invariant(SUCCEEDS, "DDL of a role that nobody else touches succeeds")
                .invariant(AS_TOLD, "the roles that exist are those that were created and not dropped")
                .witness(Witness.overlaps(4L * sessions))
                .forms(
                        new Form(sessions, rounds, 6, Duration.ofMillis(500 + (10L + 8L * rounds) * sessions)),
                        new Form(sessions, 20 * rounds, 6, Duration.ofMillis(500 + (10L + 160L * rounds) * sessions)));
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            String role = "s" + session;
            return List.of(
                    Step.of("create", role, "password-" + dice.nextInt(1_000_000)),
                    Step.of("password", role, "password-" + dice.nextInt(1_000_000)),
                    Step.of("set", role, String.valueOf(1 + dice.nextInt(64))),
                    Step.of("grant", role),
                    Step.of("revoke", role),
                    Step.of("drop", role));
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running implements Trial {
        private final Stage stage;
        private final Roles roles;

        Running(Stage stage) throws SQLException {
            this.stage = stage;
            this.roles = Roles.on(stage);
            for (int session = 0; session < stage.form().sessions(); session++) {
                Sql.run(stage.admin(), "create table " + table("s" + session) + " ()");
            }
        }

        @Override
        public Connection connect(int session) throws SQLException {
            return stage.connect(session);
        }

        @Override
        public Outcome perform(Session session, Step step) throws SQLException {
            return changes.run(session, List.of(statement(step)));
        }

        private String statement(Step step) {
            String role = roles.quoted(step.argument(0));
            return switch (step.operation()) {
                case "create" -> "create role " + role + " login password " + Identifiers.literal(step.argument(1));
                case "password" -> "alter role " + role + " password " + Identifiers.literal(step.argument(1));
                case "set" -> "alter role " + role + " set work_mem = '" + step.argument(1) + "MB'";
                case "grant" -> "grant select on " + table(step.argument(0)) + " to " + role;
                case "revoke" -> "revoke select on " + table(step.argument(0)) + " from " + role;
                default -> "drop role " + role;
            };
        }

        private static String table(String role) {
            return Identifiers.name("of_" + role);
        }

        @Override
        public void judge(History history) throws SQLException {
            history.where(event -> !event.committed()).forEach(event -> failed(event, stage));
            List<String> left = roles.existing(stage.oracle());
            if (!left.isEmpty() && history.count(event -> !event.committed()) == 0) {
                stage.findings()
                        .violated(
                                AS_TOLD,
                                "Let every session be told that its role was dropped. Then none is left, but the oracle finds %s: a contradiction."
                                        .formatted(left));
            }
        }
    }

    private static void failed(Event event, Stage stage) {
        stage.findings()
                .violated(
                        SUCCEEDS,
                        "Let session %d be the only one to touch the role %s. Then %s succeeds, but it was answered %s%s: a contradiction."
                                .formatted(
                                        event.session(),
                                        event.step().argument(0),
                                        event.step().operation(),
                                        event.outcome().answer(),
                                        event.outcome()
                                                .sqlState()
                                                .map(state -> " (" + state + ")")
                                                .orElse("")),
                        List.of(event));
    }
}
