package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.History;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Whether there was a deadlock: by the server's own counter for the database, never by its log, and by the answers that
 * the sessions got. The counter is complete when the sessions are closed, as they are when a trial is judged.
 */
public final class Deadlocks {
    private final long before;

    private Deadlocks(long before) {
        this.before = before;
    }

    public static Deadlocks since(Connection oracle) throws SQLException {
        return new Deadlocks(counted(oracle));
    }

    private static long counted(Connection oracle) throws SQLException {
        Sql.run(oracle, "select pg_stat_clear_snapshot()");
        return Sql.number(oracle, "select deadlocks from pg_stat_database where datname = current_database()");
    }

    /** Holds both against the invariant {@code no-deadlock}. */
    public void judge(Connection oracle, History history, Findings findings) throws SQLException {
        judge(counted(oracle) - before, history, findings);
    }

    static void judge(long counted, History history, Findings findings) {
        List<Event> victims = history.where(Deadlocks::isVictim);
        if (counted > 0 || !victims.isEmpty()) {
            findings.violated(
                    Rule.NO_DEADLOCK.id(),
                    ("Let every transaction lock its rows in one order. Then no two can wait for each other, but the"
                                    + " server counted %d deadlocks and %d sessions were answered 40P01: a"
                                    + " contradiction.")
                            .formatted(counted, victims.size()),
                    victims.isEmpty() ? victims : around(victims.get(0), history));
        }
    }

    private static boolean isVictim(Event event) {
        return event.outcome()
                .sqlState()
                .filter(SqlState.DEADLOCK_DETECTED::equals)
                .isPresent();
    }

    /** The victim, and whoever it was in flight with when it died. */
    private static List<Event> around(Event victim, History history) {
        return history.where(event -> event.round() == victim.round()
                && event.invoked() <= victim.completed()
                && event.completed() >= victim.completed());
    }
}
