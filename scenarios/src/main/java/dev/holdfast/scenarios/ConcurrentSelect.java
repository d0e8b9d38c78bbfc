package dev.holdfast.scenarios;

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
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Entries;
import dev.holdfast.scenarios.internal.Pooler;
import dev.holdfast.scenarios.internal.Rule;
import dev.holdfast.scenarios.internal.Setup;
import dev.holdfast.scenarios.internal.Sql;
import dev.holdfast.servers.PgBouncerOptions;
import dev.holdfast.servers.PgBouncerOptions.Mode;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Every session asks again and again for a value of its own, and must never be given another's. Immutable. */
public final class ConcurrentSelect implements Scenario {
    private static final String MISSING = "missing";

    /** Not the engine's name for a session: these backends stay with the pooler when the sessions have ended. */
    private static final String POOLED = "holdfast-pooled-";

    private static final String SHARING = "sessions_without_own_backend";
    private static final int POOL_SIZE = 5;

    private final Card card;
    private final Notebook notebook;
    private final boolean pooled;

    /** Straight to the server, or by whatever way a run's options name. */
    public ConcurrentSelect(int sessions, Notebook notebook) {
        this("concurrent-select-" + sessions, sessions, false, notebook);
    }

    private ConcurrentSelect(String id, int sessions, boolean pooled, Notebook notebook) {
        this.notebook = notebook;
        this.pooled = pooled;
        Card.Builder builder = Card.of(id)
                .claim("When %d sessions ask at once%s, each gets its own value back."
                        .formatted(sessions, pooled ? " through PgBouncer in transaction mode" : ""))
                .source("A pool's integration test, whose sessions all asked for the same constant.")
                .tags("reads")
                .witness(Witness.overlaps(sessions));
        if (pooled) {
            builder.tags("pooler").witness(new Witness(SHARING, 1, "sessions more than backends"));
        }
        Rule.on(builder, Rule.OWN_VALUE);
        this.card = builder.forms(
                new Form(sessions, 3, 20, Duration.ofMillis(500 + 15L * sessions)),
                new Form(sessions, 100, 20, Duration.ofMillis(500 + 250L * sessions)));
    }

    /** Through a PgBouncer of its own in transaction mode, with a quarter as many backends as sessions. */
    public static ConcurrentSelect throughPgBouncer(int sessions, Notebook notebook) {
        return new ConcurrentSelect("concurrent-select-" + sessions + "-pgbouncer", sessions, true, notebook);
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return pooled ? Pooler.missing(server) : Optional.empty();
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
                (round, session, dice) -> Collections.nCopies(form.steps(), Step.of("read", "entry-" + session)));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running implements Trial {
        private final Stage stage;
        private final Optional<Pooler> pooler;

        Running(Stage stage) throws SQLException {
            this.stage = stage;
            notebook.createTables(stage.admin());
            for (int session = 0; session < stage.form().sessions(); session++) {
                String value = "value-of-" + session + "-in-" + stage.seed();
                notebook.write(new Setup(stage.admin(), 0), "entry-" + session, value);
            }
            pooler = pooled ? Optional.of(Pooler.on(stage, options())) : Optional.empty();
        }

        private static PgBouncerOptions options() {
            return PgBouncerOptions.of(Mode.TRANSACTION).withSetting("default_pool_size", String.valueOf(POOL_SIZE));
        }

        @Override
        public Connection connect(int session) throws SQLException {
            return pooler.isPresent() ? pooler.get().connect(POOLED + session) : stage.connect(session);
        }

        @Override
        public void settle(int round) throws SQLException {
            if (pooled && round == 0) {
                long backends = Sql.number(
                        stage.oracle(),
                        "select count(*) from pg_stat_activity where datname = current_database()"
                                + " and application_name like ?",
                        POOLED + "%");
                stage.findings().witnessed(SHARING, stage.form().sessions() - backends);
            }
        }

        @Override
        public Outcome perform(Session session, Step step) throws SQLException {
            return Outcome.committed(notebook.read(session, step.argument(0)).orElse(MISSING));
        }

        @Override
        public void judge(History history) throws SQLException {
            Map<String, String> values = Entries.all(stage.oracle()).stream()
                    .collect(Collectors.toMap(Entries.Entry::id, Entries.Entry::value));
            for (Event event : history.where(Event::committed)) {
                String own = values.getOrDefault(event.step().argument(0), MISSING);
                if (!event.answered(own)) {
                    notOwn(event, own);
                }
            }
        }

        private void notOwn(Event event, String own) {
            stage.findings()
                    .violated(
                            Rule.OWN_VALUE.id(),
                            "Let session %d ask for %s, which is %s and never changes. Then it is answered %s, but it was answered %s: a contradiction."
                                    .formatted(
                                            event.session(),
                                            event.step().argument(0),
                                            own,
                                            own,
                                            event.outcome().answer()),
                            List.of(event));
        }
    }
}
