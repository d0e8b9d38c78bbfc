package dev.holdfast.scenarios;

import dev.holdfast.core.AdvisoryLocks;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Rendezvous;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Leak;
import dev.holdfast.scenarios.internal.Pooler;
import dev.holdfast.scenarios.internal.Sql;
import dev.holdfast.servers.PgBouncerOptions;
import dev.holdfast.servers.PgBouncerOptions.Mode;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Two clients of a pooler that lends a backend for one transaction at a time: A leaves something in its session, and B,
 * the next on the same backend, looks for it. Even rounds go through a PgBouncer with nothing but transaction mode, where
 * B finds it, which is the witness that there is a trap; odd rounds go through the subject, where it mustn't. The pools
 * hold one backend, so that there is no other to be lent. Immutable.
 */
public final class PoolerLeak implements Scenario {
    private static final int ROUNDS = 6;

    /** What a client can leave behind. */
    public enum Trap {
        /** A setting, as {@code statement_timeout} or the variable that row security looks at. */
        SET("a setting", "set work_mem = '7777kB'", "select current_setting('work_mem') = '7777kB'"),

        /** Another role, with its rights. */
        SET_ROLE("its role", "set role pg_read_all_data", "select current_user = 'pg_read_all_data'"),

        /** Another place where tables are found. */
        SEARCH_PATH("its search path", "set search_path = elsewhere", "select found_in = 'elsewhere' from places"),

        /** A table that hides another. */
        TEMP_TABLE(
                "a temporary table",
                "create temporary table places as select 'elsewhere' as found_in",
                "select found_in = 'elsewhere' from places"),

        /** A lock that outlives the transaction. */
        ADVISORY_LOCK(
                "a session's advisory lock",
                "select pg_advisory_lock(" + AdvisoryLocks.SCENARIO.namespace() + ", 1)",
                "select exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
                        + " and classid = " + AdvisoryLocks.SCENARIO.namespace() + ")"),

        /** Interest in notifications: they go to whoever has the backend when they come, and A waits in vain. */
        LISTEN("a LISTEN", "listen news", "select exists (select from pg_listening_channels())"),

        /** A prepared statement that SQL named. */
        PREPARE(
                "a prepared statement",
                "prepare left_behind as select 1",
                "select exists (select from pg_prepared_statements where name = 'left_behind')"),

        /** The last number that a sequence gave; B is given A's, instead of error 55000. */
        CURRVAL("a sequence's current value", "select nextval('numbers')", "select currval('numbers') > 0");

        private final String what;
        private final String leave;
        private final String look;

        Trap(String what, String leave, String look) {
            this.what = what;
            this.leave = leave;
            this.look = look;
        }

        private String id() {
            return "pooler-leaks-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Card card;
    private final Trap trap;
    private final PgBouncerOptions subject;

    /** @param subject how a PgBouncer is set up that is supposed not to leak */
    public PoolerLeak(Trap trap, PgBouncerOptions subject) {
        this.trap = trap;
        this.subject = subject;
        this.card = Card.of(trap.id())
                .claim("Behind a pooler that resets backends, no client finds %s that another left."
                        .formatted(trap.what))
                .source("PgBouncer's table of features that transaction pooling doesn't support.")
                .tags("pooler", "isolation")
                .invariant(Leak.NO_LEAK, "a client doesn't find what another left in its session")
                .witness(new Witness(Leak.SAME_BACKEND, ROUNDS, "looks on the very backend that was left"))
                .witness(new Witness(Leak.TRAP_SEEN, 1, "looks that found it where nothing resets the backend"))
                .forms(
                        new Form(2, ROUNDS, 1, Duration.ofMillis(1500)),
                        new Form(2, 20 * ROUNDS, 1, Duration.ofSeconds(6)));
    }

    /** Transaction mode, with {@code DISCARD ALL} after every transaction; without "always" it would never be sent. */
    public static PgBouncerOptions resetAlways() {
        return PgBouncerOptions.of(Mode.TRANSACTION)
                .withSetting("server_reset_query", "DISCARD ALL")
                .withSetting("server_reset_query_always", "1");
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        String[] operations = {Leak.LEAVE, Leak.LOOK};
        return Plan.of(
                form,
                random,
                (round, session, dice) -> session > 1 ? List.of() : List.of(Step.of(operations[session], trap.id())));
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return Pooler.missing(server);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running implements Trial {
        private final Stage stage;
        private final Pooler plain;
        private final Pooler cured;
        private final Connection[] curedClients = new Connection[2];
        private final Rendezvous turn = new Rendezvous(2, Duration.ofSeconds(10));

        Running(Stage stage) throws SQLException {
            this.stage = stage;
            Sql.run(stage.admin(), "create table places as select 'public' as found_in; create sequence numbers");
            Sql.run(
                    stage.admin(),
                    "create schema elsewhere; create table elsewhere.places as select 'elsewhere' as found_in");
            plain = Pooler.on(stage, oneBackend(PgBouncerOptions.of(Mode.TRANSACTION)));
            cured = Pooler.on(stage, oneBackend(subject));
            for (int client = 0; client < curedClients.length; client++) {
                curedClients[client] = cured.connect("holdfast-cured-" + client);
                stage.closeLater(curedClients[client]);
            }
        }

        private static PgBouncerOptions oneBackend(PgBouncerOptions options) {
            return options.withSetting("default_pool_size", "1");
        }

        @Override
        public Connection connect(int session) throws SQLException {
            return plain.connect("holdfast-pooled-" + session);
        }

        @Override
        public Outcome perform(Session session, Step step) throws SQLException {
            return session.call(connection -> {
                Connection client = Leak.cured(session.round()) ? curedClients[session.number()] : connection;
                client.setAutoCommit(true);
                return session.number() == 0 ? leave(client) : look(client);
            });
        }

        /** A's part: leave it, let B look, and see whether it is still there. */
        private Outcome leave(Connection client) throws SQLException {
            long backend;
            try {
                Sql.run(client, trap.leave);
                backend = backend(client);
            } finally {
                turn.meet();
            }
            turn.meet();
            Leak kept = new Leak(backend, finds(client));
            turn.meet();
            return Outcome.committed(kept.answer());
        }

        /** B's part; at last it tidies up for the next round. */
        private Outcome look(Connection client) throws SQLException {
            turn.meet();
            Leak found;
            try {
                found = new Leak(backend(client), finds(client));
            } finally {
                turn.meet();
            }
            turn.meet();
            Sql.run(client, "discard all");
            return Outcome.committed(found.answer());
        }

        private static long backend(Connection client) throws SQLException {
            return Sql.number(client, "select pg_backend_pid()");
        }

        private boolean finds(Connection client) throws SQLException {
            try {
                return Sql.text(client, trap.look).equals("t");
            } catch (SQLException e) {
                if ("55000".equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        }

        @Override
        public void judge(History history) {
            Leak.judge(history, trap.what, stage.findings());
        }
    }
}
