package dev.holdfast.transactions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Asks {@code pg_xact_status}. The mark is the transaction's number, the timeline, and when the server's statistics began,
 * as in {@code 7421/00000001/1795280461.12}: after a crash they begin anew, and a number whose transaction was lost may
 * have been given to another, which committed.
 */
final class StatusCheck implements Confirmation {
    /** The timeline that is written to; unlike that of the last checkpoint it is right from a promotion on. */
    private static final String TIMELINE =
            "case when pg_is_in_recovery() then 'standby' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end";

    /** Kept across a clean restart, not across a crash; everybody may read it. */
    private static final String LIFE = "(select extract(epoch from stats_reset)::text from pg_stat_wal)";

    @Override
    public Optional<String> mark(Connection inTransaction) throws SQLException {
        return Marks.read(
                inTransaction, "select (" + Marks.number() + ")::text || '/' || " + TIMELINE + " || '/' || " + LIFE);
    }

    @Override
    public Outcome outcome(Connection fresh, String mark) throws SQLException {
        String[] parts = mark.split("/", 3);
        String query = "select case when " + TIMELINE + " = ? then pg_xact_status(?::xid8) end, " + LIFE + " = ?";
        try (PreparedStatement statement = fresh.prepareStatement(query)) {
            statement.setString(1, parts[1]);
            statement.setString(2, parts[0]);
            statement.setString(3, parts[2]);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Outcome outcome = outcome(Optional.ofNullable(row.getString(1)));
                return outcome == Outcome.COMMITTED && !row.getBoolean(2) ? Outcome.UNKNOWN : outcome;
            }
        }
    }

    /** Nothing is answered on another timeline, and if the number is too old to be remembered. */
    private static Outcome outcome(Optional<String> status) {
        return switch (status.orElse("")) {
            case "committed" -> Outcome.COMMITTED;
            case "aborted" -> Outcome.ABORTED;
            case "in progress" -> Outcome.IN_PROGRESS;
            default -> Outcome.UNKNOWN;
        };
    }
}
