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
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Deadlocks;
import dev.holdfast.scenarios.internal.Entries;
import dev.holdfast.scenarios.internal.Rule;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A hundred sessions write ten entries each, every one under a key of its own. Immutable. */
public final class ConcurrentInserts implements Scenario {
    private static final int SESSIONS = 100;

    private final Card card;
    private final Notebook notebook;

    public ConcurrentInserts(Notebook notebook) {
        this.notebook = notebook;
        Card.Builder builder = Card.of("concurrent-inserts")
                .claim(
                        "When 100 sessions write 10 entries each, exactly the acknowledged entries are there, as written.")
                .source("A pool's integration test, which looked for deadlocks in the server's log.")
                .tags("writes")
                .witness(Witness.overlaps(SESSIONS));
        Rule.on(builder, Rule.ACKNOWLEDGED_IS_DURABLE, Rule.EXACT_ROWS, Rule.NO_DEADLOCK);
        this.card = builder.forms(
                new Form(SESSIONS, 3, 10, Duration.ofSeconds(3)), new Form(SESSIONS, 60, 10, Duration.ofSeconds(30)));
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
                (round, session, dice) -> IntStream.range(0, form.steps())
                        .mapToObj(
                                i -> Step.of("write", "entry-" + session + "-" + i, "value-" + dice.nextInt(1_000_000)))
                        .toList());
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running implements Trial {
        private final Stage stage;
        private final Deadlocks deadlocks;

        Running(Stage stage) throws SQLException {
            this.stage = stage;
            notebook.createTables(stage.admin());
            deadlocks = Deadlocks.since(stage.oracle());
        }

        @Override
        public Connection connect(int session) throws SQLException {
            return stage.connect(session);
        }

        @Override
        public Outcome perform(Session session, Step step) throws SQLException {
            return notebook.write(session, id(step, session.round()), step.argument(1));
        }

        @Override
        public void judge(History history) throws SQLException {
            List<Entries.Entry> found = Entries.all(stage.oracle());
            Entries.judge(found, history, event -> id(event.step(), event.round()), stage.findings());
            deadlocks.judge(stage.oracle(), history, stage.findings());
            stage.findings().fact("rows", String.valueOf(found.size()));
            stage.findings().fact("acknowledged", String.valueOf(history.count(Event::committed)));
        }
    }

    private static String id(Step step, int round) {
        return step.argument(0) + "-" + round;
    }
}
