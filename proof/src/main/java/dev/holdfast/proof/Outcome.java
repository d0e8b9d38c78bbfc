package dev.holdfast.proof;

import dev.holdfast.core.SqlState;
import java.sql.SQLException;
import java.util.Optional;

/** How an operation ended, as its session knows it. */
public sealed interface Outcome {
    /** Durable, says the server; {@code answer} is what the session was told, for example {@code claimed}. */
    record Committed(String answer) implements Outcome {}

    /** Not done: refused by a rule ({@code state} empty) or by the server. */
    record Aborted(String answer, Optional<SqlState> state) implements Outcome {}

    /** The session was lost when the answer was due: done or not, nobody here knows. */
    record MaybeCommitted(String answer, Optional<SqlState> state) implements Outcome {}

    String answer();

    default Optional<SqlState> sqlState() {
        return switch (this) {
            case Committed done -> Optional.empty();
            case Aborted aborted -> aborted.state();
            case MaybeCommitted maybe -> maybe.state();
        };
    }

    static Outcome committed(String answer) {
        return new Committed(answer);
    }

    /** Refused by the subject's own rules, and rolled back. */
    static Outcome refused(String answer) {
        return new Aborted(answer, Optional.empty());
    }

    /** Refused by the subject's own rules, which it learnt from an error of the server. */
    static Outcome refused(String answer, SQLException cause) {
        return new Aborted(answer, state(cause));
    }

    /** Failed before COMMIT was sent. */
    static Outcome aborted(SQLException cause) {
        return new Aborted(message(cause), state(cause));
    }

    /** Failed when COMMIT had been sent: aborted if the server said so, otherwise in doubt. */
    static Outcome atCommit(SQLException cause) {
        boolean answered =
                SqlState.of(cause).filter(state -> !state.losesSession()).isPresent();
        return answered ? aborted(cause) : new MaybeCommitted(message(cause), state(cause));
    }

    /**
     * Some errors of drivers have no SQLSTATE. HY000, the general error of SQL/CLI, keeps them from being taken for refusals
     * by the subject's own rules, which nobody has to declare.
     */
    private static Optional<SqlState> state(SQLException cause) {
        return SqlState.of(cause).or(() -> Optional.of(new SqlState("HY000")));
    }

    private static String message(SQLException cause) {
        String text = String.valueOf(cause.getMessage());
        return text.lines().findFirst().orElse("");
    }
}
