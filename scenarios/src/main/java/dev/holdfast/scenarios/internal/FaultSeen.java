package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.scenarios.FaultPhase;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An error that was seen by a session of a trial.
 *
 * @param stage the operation of the step in which it came
 * @param inWork whether the work saw it, and not only whoever had asked for the transaction
 */
record FaultSeen(
        int round, FaultPhase phase, int session, String stage, boolean inWork, Optional<SqlState> state, String text) {
    static FaultSeen of(int round, FaultPhase phase, int session, String stage, boolean inWork, SQLException error) {
        String text = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
        return new FaultSeen(round, phase, session, stage, inWork, SqlState.of(error), text);
    }

    String code() {
        return state.map(SqlState::code).orElse("no SQLSTATE");
    }
}
