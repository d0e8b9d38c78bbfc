package dev.holdfast.transactions;

import dev.holdfast.core.InvalidOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A name for one piece of work, under which it is done once and never again: {@link Transactions#runOnce}. The first
 * statement of the transaction writes it into the table of {@link #TABLE}, which has to exist; so the key is there if and
 * only if the work is committed.
 *
 * <p>Of two processes with the same key, the second waits inside its insert until the first has ended. Keys may be deleted
 * once nobody will come back with them, and no sooner than the longest deadline after {@code done}.
 *
 * @param text from 1 to 255 characters, without NUL
 */
public record IdempotencyKey(String text) {
    /** The table of keys. The transaction's number tells a lost transaction's own key from that of somebody else. */
    public static final String TABLE = """
            create table if not exists holdfast_idempotency_key (
                key  text primary key,
                xid  xid8 not null default pg_current_xact_id(),
                done timestamptz not null default now()
            )""";

    private static final String CLAIM =
            "insert into holdfast_idempotency_key (key) values (?) on conflict (key) do nothing";

    public IdempotencyKey {
        if (text.isEmpty() || text.length() > 255 || text.indexOf('\0') >= 0) {
            throw new InvalidOption(
                    "not an idempotency key",
                    "It has " + text.length() + " characters" + (text.indexOf('\0') >= 0 ? ", one of them NUL." : "."),
                    "Give from 1 to 255 characters, without U+0000, for example the request's own id.");
        }
    }

    /** Writes the key; false if it was there. Waits for a transaction that has written it and not ended. */
    boolean claim(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(CLAIM)) {
            insert.setString(1, text);
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * Whether the transaction with that number has left this key. Merely to look wouldn't do, as the lost transaction may
     * still be at work; to try writing the key waits for its end.
     */
    Confirmation.Outcome outcome(Connection fresh, String number) throws SQLException {
        boolean autoCommit = fresh.getAutoCommit();
        fresh.setAutoCommit(false);
        try {
            return probe(fresh, number);
        } finally {
            fresh.rollback();
            fresh.setAutoCommit(autoCommit);
        }
    }

    private Confirmation.Outcome probe(Connection fresh, String number) throws SQLException {
        try (Statement statement = fresh.createStatement()) {
            statement.execute("set local lock_timeout = '1s'");
        }
        return claim(fresh) || !isFrom(fresh, number) ? Confirmation.Outcome.ABORTED : Confirmation.Outcome.COMMITTED;
    }

    private boolean isFrom(Connection fresh, String number) throws SQLException {
        try (PreparedStatement query =
                fresh.prepareStatement("select xid::text from holdfast_idempotency_key where key = ?")) {
            query.setString(1, text);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && number.equals(row.getString(1));
            }
        }
    }
}
