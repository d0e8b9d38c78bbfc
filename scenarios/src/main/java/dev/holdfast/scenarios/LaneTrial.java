package dev.holdfast.scenarios;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Lane;
import dev.holdfast.scenarios.internal.Roles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Role DDL in two kinds of rounds: in even ones everybody does as they please, and the errors are noted as the witness
 * that the statements do collide; in odd ones the subject does the same, and there must be none.
 */
abstract class LaneTrial implements Trial {
    final Stage stage;
    final Roles roles;
    private final RoleChanges changes;
    private final RoleChanges plain = new PlainRoleChanges();

    LaneTrial(Stage stage, RoleChanges changes) {
        this.stage = stage;
        this.roles = Roles.on(stage);
        this.changes = changes;
    }

    /** The invariant, the witnesses and the possible errors of both scenarios. */
    static Card.Builder card(String id) {
        return Card.of(id)
                .invariant(Lane.CLEAN, "when everybody takes the one agreed lock first, no statement fails")
                .witness(new Witness(Lane.COLLISIONS, 1, "statements that failed in the rounds without the lock"))
                .witness(new Witness(Lane.IN_LANE, 20, "statements that succeeded in the rounds with the lock"))
                .witness(Witness.overlaps(200))
                .declares(SqlState.INTERNAL_ERROR);
    }

    static boolean inLane(int round) {
        return round % 2 == 1;
    }

    /** What a step is in SQL. */
    abstract List<String> statements(Step step);

    /** What a session does in a round without the lock. */
    Outcome collide(Session session, Step step) throws SQLException {
        return plain.run(session, statements(step));
    }

    @Override
    public final Connection connect(int session) throws SQLException {
        return stage.connect(session);
    }

    @Override
    public final Outcome perform(Session session, Step step) throws SQLException {
        return inLane(session.round()) ? changes.run(session, statements(step)) : collide(session, step);
    }

    @Override
    public final void judge(History history) {
        List<Event> without = history.where(event -> !inLane(event.round()));
        List<Event> with = history.where(event -> inLane(event.round()));
        Lane.judge(without, with, stage.findings());
    }
}
