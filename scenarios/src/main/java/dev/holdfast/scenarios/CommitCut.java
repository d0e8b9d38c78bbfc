package dev.holdfast.scenarios;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.CommitCutRules;
import dev.holdfast.scenarios.internal.CommitCutStep;
import dev.holdfast.scenarios.internal.CommitCutStep.Place;
import dev.holdfast.scenarios.internal.CommitCutStep.Server;
import dev.holdfast.scenarios.internal.CommitCutTrial;
import dev.holdfast.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Connections are cut around their commit, at every {@link CommitCutMoment}, and each commit is then settled by
 * {@code pg_xact_status} and by the rows, which must agree. Plays on a server of its own, because everybody on it waits for
 * a synchronous standby that doesn't exist, and because what a client can't know is read in its log. Immutable.
 */
public final class CommitCut implements Scenario {
    private static final int SESSIONS = 4;
    private static final int QUICK = 3;
    private static final int LONG = 625;
    private static final int LEAST = 10;

    private final Card card;
    private final CommitCutForm form;
    private final CommitCutClient client;
    private final boolean named;

    /** {@code commit-cut-<form>}, with any client. */
    public CommitCut(CommitCutForm form, CommitCutClient client) {
        this(form.text(), form, client, false);
    }

    /** {@code commit-cut-<name>}: transactions of the form {@link CommitCutForm#EXPLICIT} by a client that has a name. */
    public CommitCut(String name, CommitCutClient client) {
        this(name, CommitCutForm.EXPLICIT, client, true);
    }

    private CommitCut(String name, CommitCutForm form, CommitCutClient client, boolean named) {
        this.form = form;
        this.client = client;
        this.named = named;
        this.card = card("commit-cut-" + name);
    }

    private Card card(String id) {
        String claim = client.settles()
                ? "When the connection is cut around %s, each request is done once if its caller is told so, and never twice."
                : "When the connection is cut around %s, the caller is told that nobody knows, and it can be found out.";
        Card.Builder builder = Card.of(id)
                .claim(claim.formatted(form.message()))
                .source("Services that repeated a transaction because the answer to its COMMIT was lost.")
                .tags("commit", "faults")
                .declares(SqlState.CONNECTION_FAILURE, new SqlState("08007"))
                .witness(new Witness(
                        CommitCutRules.SENT_COMMITTED, 1, "commits that were sent, not waited for, and done"))
                .witness(new Witness(
                        CommitCutRules.SENT_ABORTED, 1, "commits that were sent, not waited for, and not done"));
        for (CommitCutMoment moment : CommitCutMoment.values()) {
            builder.witness(new Witness(moment.witness(), LEAST, "connections cut when " + moment.sentence()));
        }
        if (form == CommitCutForm.TWO_PHASE) {
            builder.witness(new Witness(CommitCutRules.LEFT_PREPARED, LEAST, "transactions left prepared"));
        } else if (rollsBack()) {
            builder.witness(new Witness(CommitCutRules.ANSWERED_ROLLBACK, 1, "COMMITs that were answered ROLLBACK"));
        }
        return CommitCutRules.on(builder, client.settles())
                .forms(
                        new Form(SESSIONS, QUICK, 1, Duration.ofSeconds(4)),
                        new Form(SESSIONS, LONG, 1, Duration.ofMinutes(client.settles() ? 6 : 3)));
    }

    @Override
    public Card card() {
        return card;
    }

    /** Each session is cut at every moment, in an order of its own. */
    @Override
    public Plan plan(Form played, RandomGenerator random) {
        return Plan.of(played, random, (round, session, dice) -> {
            List<Step> steps = new ArrayList<>();
            for (CommitCutMoment moment : CommitCutMoment.values()) {
                Step step = step(moment, round + session + steps.size(), session, dice)
                        .step();
                steps.add(dice.nextInt(steps.size() + 1), step);
            }
            return steps;
        });
    }

    private CommitCutStep step(CommitCutMoment moment, int turn, int session, RandomGenerator dice) {
        boolean prepare = form == CommitCutForm.TWO_PHASE && turn % 2 == 0;
        Place place = prepare ? Place.PREPARE : Place.COMMIT;
        return new CommitCutStep(
                form,
                moment,
                session + "-" + moment.text(),
                dice.nextBoolean() ? "reset" : "close",
                1 + dice.nextInt(9),
                server(moment, place, turn),
                place);
    }

    /** Nothing holds up COMMIT PREPARED. */
    private Server server(CommitCutMoment moment, Place place, int turn) {
        boolean holdable = form != CommitCutForm.TWO_PHASE || place == Place.PREPARE;
        return switch (moment) {
            case SENT_UNREAD ->
                holdable ? List.of(Server.ENDED, Server.ALONE, Server.RELEASED).get(turn % 3) : Server.ALONE;
            case ANSWERED_UNDELIVERED -> rollsBack() && turn % 4 == 3 ? Server.ROLLED_BACK : Server.ALONE;
            case BEFORE_SEND, IN_SEND, FLUSHED_UNANSWERED -> Server.ALONE;
        };
    }

    /** A client may notice that the transaction has failed, and never send the COMMIT; the driver doesn't. */
    private boolean rollsBack() {
        return form == CommitCutForm.EXPLICIT && !named;
    }

    @Override
    public Optional<Verdict.Reason> notApplicable(PostgresServer server) {
        return server.ours()
                ? Optional.empty()
                : Optional.of(new Verdict.Reason(
                        "not-ours",
                        "It reads the server's log and sets synchronous_standby_names, on a server of its own like the one"
                                + " that it is asked to judge; leave out --target."));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new CommitCutTrial(stage, form, client);
    }
}
