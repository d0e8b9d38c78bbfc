package dev.holdfast.proof.certainty;

import dev.holdfast.core.Deadline;
import dev.holdfast.proof.certainty.Settlement.Disagreement;
import dev.holdfast.proof.certainty.Settlement.Settled;
import dev.holdfast.proof.certainty.Settlement.Unresolved;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * Settles doubts: by {@code pg_xact_status} and, on another connection, by the rows. Not thread-safe.
 *
 * <p>An attempt may be at work when its client is long gone, so first its sessions have to end; those that don't within half
 * of the patience are terminated. A transaction that is left prepared is rolled back: nobody is there who would say that it
 * was to be committed ("presumed abort"). Until then {@code pg_xact_status} says that it is in progress.
 */
public final class Certainty {
    private static final String IN_PROGRESS = "in progress";
    private static final String NEVER_BEGUN = "that it never had a transaction's number";
    private static final String OF_THE_FUTURE = "22023";
    private static final String SESSIONS =
            " from pg_stat_activity where datname = current_database() and application_name = ?";

    private final Connection server;
    private final Connection reader;
    private final TransactionIds ids;
    private final Rows rows;
    private final Duration patience;

    /** Counts what an attempt left. */
    @FunctionalInterface
    public interface Rows {
        long of(Connection reader, String attempt) throws SQLException;
    }

    /**
     * Both connections are in auto-commit mode, to the database that the attempts wrote to, and not one the attempts used.
     *
     * @param server as a role that may see and end the attempts' sessions, and end what they prepared
     * @param reader for {@code rows}
     * @param patience how long an attempt may still be at work
     */
    public Certainty(Connection server, Connection reader, TransactionIds ids, Rows rows, Duration patience) {
        this.server = server;
        this.reader = reader;
        this.ids = ids;
        this.rows = rows;
        this.patience = patience;
    }

    /** Waits until the attempt has ended, and says how. */
    public Settlement settle(Doubt doubt) throws SQLException {
        Deadline deadline = Deadline.in(patience);
        if (!ended(doubt.application(), deadline)) {
            return new Unresolved("its session was still there after " + patience);
        }
        Optional<String> number = ids.of(doubt.attempt());
        if (number.isEmpty()) {
            return ids.complete() ? agreed(doubt, NEVER_BEGUN, false) : new Unresolved("nobody learnt its number");
        }
        boolean prepared = rolledBackIfPrepared(number.get());
        Optional<String> status = status(number.get(), deadline);
        return status.isEmpty()
                ? new Unresolved("the server doesn't know transaction " + number.get())
                : agreed(doubt, status.get(), prepared);
    }

    private Settlement agreed(Doubt doubt, String status, boolean prepared) throws SQLException {
        if (status.equals(IN_PROGRESS)) {
            return new Unresolved("its transaction was still in progress after " + patience);
        }
        boolean committed = status.equals("committed");
        long found = rows.of(reader, doubt.attempt());
        return found == (committed ? doubt.rows() : 0)
                ? new Settled(committed, prepared)
                : new Disagreement(status, found, doubt.rows());
    }

    private boolean ended(String application, Deadline deadline) throws SQLException {
        Deadline gentle = Deadline.in(patience.dividedBy(2));
        while (number("select count(*)" + SESSIONS, application) > 0) {
            if (deadline.passed()) {
                return false;
            }
            if (gentle.passed()) {
                number("select count(pg_terminate_backend(pid))" + SESSIONS, application);
            }
            pause();
        }
        return true;
    }

    /** Empty if it is too old to be remembered, or of a server that has seen more than this one. */
    private Optional<String> status(String number, Deadline deadline) throws SQLException {
        Optional<String> status = askedFor(number);
        while (status.filter(IN_PROGRESS::equals).isPresent() && !deadline.passed()) {
            pause();
            status = askedFor(number);
        }
        return status;
    }

    private Optional<String> askedFor(String number) throws SQLException {
        try {
            return text("select pg_xact_status(?::xid8)", number);
        } catch (SQLException e) {
            if (OF_THE_FUTURE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean rolledBackIfPrepared(String number) throws SQLException {
        Optional<String> name = text(
                "select gid from pg_prepared_xacts where database = current_database() and transaction = ?::xid8::xid",
                number);
        if (name.isPresent()) {
            try (Statement statement = server.createStatement()) {
                statement.execute("rollback prepared " + statement.enquoteLiteral(name.get()));
            }
        }
        return name.isPresent();
    }

    /** The server waits for us: nobody tells when a session has ended. */
    private void pause() throws SQLException {
        try (Statement statement = server.createStatement()) {
            statement.execute("select pg_sleep(0.002)");
        }
    }

    private long number(String query, String argument) throws SQLException {
        return text(query, argument).map(Long::valueOf).orElse(0L);
    }

    private Optional<String> text(String query, String argument) throws SQLException {
        try (PreparedStatement statement = server.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }
}
