package dev.holdfast.junit.internal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a look at the server showed.
 *
 * @param pid of the session that has it; 0 if none does
 * @param name what it is called; of a session, the application
 * @param detail of a session its kind, of a lock its mode, of a slot its type
 * @param state of a session
 * @param since how long a session has been in its state
 * @param inTransaction for how long; null if it isn't
 * @param began when its transaction did, on the server's clock; tells one transaction from the next
 * @param query the session's last
 */
record Seen(
        What what,
        int pid,
        String database,
        String name,
        String detail,
        String state,
        Duration since,
        @Nullable Duration inTransaction,
        String began,
        String query) {
    /** Kinds of things on a server. */
    enum What {
        SESSION,
        LOCK,
        PREPARED,
        SLOT,
        DATABASE,
        ROLE,
        /** A slot, database or role that may be anybody's. */
        UNOWNED
    }

    /** To the end; closes {@code rows}. */
    static List<Seen> read(ResultSet rows) throws SQLException {
        try (rows) {
            List<Seen> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row(rows));
            }
            return all;
        }
    }

    private static Seen row(ResultSet row) throws SQLException {
        long inTransaction = row.getLong(8);
        boolean none = row.wasNull();
        return new Seen(
                What.valueOf(text(row, 1)),
                row.getInt(2),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                Duration.ofMillis(row.getLong(7)),
                none ? null : Duration.ofMillis(inTransaction),
                text(row, 9),
                text(row, 10));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    /** The same for the same thing at two looks; a session that begins another transaction is another thing. */
    String key() {
        return what + " " + pid + " " + database + " " + name + " " + detail + " " + began;
    }

    /** A session without its transaction. */
    String sessionKey() {
        return what + " " + pid;
    }

    boolean isSession() {
        return what == What.SESSION;
    }

    boolean isIdle() {
        return state.equals("idle");
    }

    /** Waits for its client inside a transaction, sound or failed. */
    boolean isIdleInTransaction() {
        return state.startsWith("idle in transaction");
    }
}
