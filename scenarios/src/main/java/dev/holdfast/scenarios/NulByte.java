package dev.holdfast.scenarios;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Route;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.NulAnswers;
import dev.holdfast.scenarios.internal.Roles;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The statement that made a team believe that their driver cannot run user DDL concurrently: {@code create role … password
 * '…' + (char) i} for {@code i} from 0. Where {@code i} is 0, the SQL text holds a NUL, at which the protocol ends a
 * string, and PostgreSQL answers 08P01, with one session as with many; the connection stays usable. Even sessions use the
 * driver's default, the extended protocol; odd ones the simple one. In even rounds the two sessions with the NUL are
 * alone; in odd rounds everybody creates a role at once. Immutable.
 */
public final class NulByte implements Scenario {
    private static final int SESSIONS = 10;

    private final Card card = Card.of("nul-byte")
            .claim(
                    "A NUL in the SQL text is answered 08P01, concurrent or not, nothing else is, and the connection stays usable.")
            .source(
                    "A secret rotation engine's deleted test \"concurrent user creation\", whose first password held a NUL.")
            .tags("roles", "protocol")
            .invariant(NulAnswers.ALONE, "statements with a NUL are answered 08P01, and others are not")
            .invariant(NulAnswers.USABLE, "after 08P01 the same connection to the same backend goes on working")
            .witness(new Witness(NulAnswers.ALONE_SEEN, 2, "statements with a NUL while nobody else was at work"))
            .witness(new Witness(NulAnswers.WITHOUT_SEEN, 8, "concurrent statements without a NUL"))
            .declares(SqlState.PROTOCOL_VIOLATION)
            .forms(new Form(SESSIONS, 6, 1, Duration.ofSeconds(1)), new Form(SESSIONS, 200, 1, Duration.ofSeconds(20)));

    private final Client client;

    /** The subject: how a service runs a statement on a connection that it goes on using. */
    @FunctionalInterface
    public interface Client {
        void execute(Connection connection, String sql) throws SQLException;

        /** Straight to the driver. */
        static Client plain() {
            return Sql::run;
        }
    }

    public NulByte(Client client) {
        this.client = client;
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            boolean nul = session < 2;
            boolean silent = round % 2 == 0 && !nul;
            String operation = nul ? NulAnswers.NUL : NulAnswers.WITHOUT;
            return silent ? List.of() : List.of(Step.of(operation, "s" + session, "password-" + dice.nextInt(1000)));
        });
    }

    @Override
    public Trial open(Stage stage) {
        return new Running(stage);
    }

    private final class Running implements Trial {
        private final Stage stage;
        private final Roles roles;

        Running(Stage stage) {
            this.stage = stage;
            this.roles = Roles.on(stage);
        }

        @Override
        public Connection connect(int session) throws SQLException {
            String mode = session % 2 == 0 ? "extended" : "simple";
            String url = stage.database().jdbcUrl() + "?preferQueryMode=" + mode;
            return Route.open(url, stage.server(), "holdfast-session-" + session);
        }

        @Override
        public Outcome perform(Session session, Step step) throws SQLException {
            String role = roles.quoted(step.argument(0) + "-" + session.round());
            char last = step.operation().equals(NulAnswers.NUL) ? '\0' : (char) ('0' + session.number() % 10);
            String sql = "create role " + role + " password '" + step.argument(1) + last + "'";
            return session.call(connection -> attempt(connection, sql));
        }

        private Outcome attempt(Connection connection, String sql) throws SQLException {
            connection.setAutoCommit(true);
            long backend = backend(connection);
            try {
                client.execute(connection, sql);
                return Outcome.committed(NulAnswers.ACCEPTED);
            } catch (SQLException e) {
                return Outcome.refused(afterwards(connection, backend) + ": " + e.getMessage(), e);
            }
        }

        private static String afterwards(Connection connection, long backend) {
            try {
                return backend(connection) == backend ? NulAnswers.STILL_USABLE : NulAnswers.OTHER_BACKEND;
            } catch (SQLException lost) {
                return NulAnswers.LOST;
            }
        }

        private static long backend(Connection connection) throws SQLException {
            return Sql.number(connection, "select pg_backend_pid()");
        }

        @Override
        public void judge(History history) {
            history.events().forEach(event -> NulAnswers.judge(event, stage.findings()));
            long alone = history.count(event -> event.round() % 2 == 0 && isNul(event));
            stage.findings().witnessed(NulAnswers.ALONE_SEEN, alone);
            stage.findings().witnessed(NulAnswers.WITHOUT_SEEN, history.count(event -> !isNul(event)));
        }

        private static boolean isNul(Event event) {
            return event.step().operation().equals(NulAnswers.NUL);
        }
    }
}
