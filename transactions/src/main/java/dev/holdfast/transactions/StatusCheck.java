package dev.holdfast.transactions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Asks {@code pg_xact_status}. The mark is the transaction's number and the timeline, as in {@code 7421/00000001}. */
final class StatusCheck implements Confirmation {
    /** The timeline that is written to; unlike that of the last checkpoint it is right from a promotion on. */
    private static final String TIMELINE =
            "case when pg_is_in_recovery() then 'standby' else left(pg_walfile_name(pg_current_wal_lsn()), 8) end";

    @Override
    public Optional<String> mark(Connection inTransaction) throws SQLException {
        return Marks.read(inTransaction, "select (" + Marks.number() + ")::text || '/' || " + TIMELINE);
    }

    @Override
    public Outcome outcome(Connection fresh, String mark) throws SQLException {
        String[] parts = mark.split("/", 2);
        String query = "select case when " + TIMELINE + " = ? then pg_xact_status(?::xid8) end";
        try (PreparedStatement statement = fresh.prepareStatement(query)) {
            statement.setString(1, parts[1]);
            statement.setString(2, parts[0]);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return outcome(Optional.ofNullable(row.getString(1)));
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
