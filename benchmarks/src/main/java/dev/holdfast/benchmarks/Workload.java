package dev.holdfast.benchmarks;

import dev.holdfast.proof.Card;
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
import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A built-in script of pgbench, played by our sessions on pgbench's own tables: the same statements on rows chosen in the
 * same way. Each session plays a thousand planned steps over and over.
 */
enum Workload {
    /** One indexed read in autocommit: {@code pgbench -S}. */
    SELECT_ONLY("select-only") {
        @Override
        Outcome play(Session session, Statements statements, Step step) throws SQLException {
            statements.read(number(step, 0));
            return READ;
        }
    },
    /** Three updates, a read and an insert in a transaction: pgbench's default script, "TPC-B (sort of)". */
    TPCB_LIKE("tpcb-like") {
        @Override
        Outcome play(Session session, Statements statements, Step step) throws SQLException {
            return session.transaction(connection -> {
                statements.transact(number(step, 0), number(step, 1), number(step, 2), number(step, 3));
                return WROTE;
            });
        }
    };

    private static final Outcome READ = Outcome.committed("read");
    private static final Outcome WROTE = Outcome.committed("wrote");
    private static final int PLANNED = 1_000;

    private final String builtin;

    Workload(String builtin) {
        this.builtin = builtin;
    }

    /** The option that makes pgbench play it. */
    List<String> pgbench() {
        return List.of("-b", builtin);
    }

    abstract Outcome play(Session session, Statements statements, Step step) throws SQLException;

    private static int number(Step step, int index) {
        return Integer.parseInt(step.argument(index));
    }

    /** The workload as a scenario on {@code target}, which pgbench has filled. */
    Scenario on(Database target, int scale, int sessions, Duration time) {
        Form form = new Form(sessions, 1, PLANNED, time);
        Card card = Card.of(builtin)
                .claim("our driver is no slower than pgbench")
                .source("pgbench's built-in scripts")
                .invariant("answered", "every operation is answered")
                .witness(Witness.overlaps(1))
                .forms(form, form);
        return new Played(this, card, target, scale);
    }

    private record Played(Workload workload, Card card, Database target, int scale) implements Scenario {
        @Override
        public Plan plan(Form form, RandomGenerator random) {
            return Plan.of(
                    form,
                    random,
                    (round, session, r) -> IntStream.range(0, form.steps())
                            .mapToObj(i -> step(r))
                            .toList());
        }

        private Step step(RandomGenerator random) {
            return Step.of(
                    "transact",
                    "" + random.nextInt(1, scale * 100_000 + 1),
                    "" + random.nextInt(1, scale * 10 + 1),
                    "" + random.nextInt(1, scale + 1),
                    "" + random.nextInt(-5_000, 5_001));
        }

        @Override
        public Trial open(Stage stage) {
            Map<Integer, Statements> statements = new ConcurrentHashMap<>();
            return new Trial() {
                @Override
                public Connection connect(int session) throws SQLException {
                    String url = target.jdbcUrl() + "?prepareThreshold=1"; // as -M prepared: from the first use
                    Connection connection = Route.open(url, target.server(), "holdfast-session-" + session);
                    statements.put(session, new Statements(connection));
                    return connection;
                }

                @Override
                public Outcome perform(Session session, Step step) throws SQLException {
                    Statements prepared = Objects.requireNonNull(statements.get(session.number()));
                    return workload.play(session, prepared, step);
                }

                @Override
                public void judge(History history) {
                    history.events().stream()
                            .filter(event -> !event.committed())
                            .findFirst()
                            .ifPresent(event -> stage.findings().violated("answered", event.toString()));
                }
            };
        }
    }
}
