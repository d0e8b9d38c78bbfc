package dev.holdfast.transactions;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.SqlState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction on one connection. Nothing that goes wrong after COMMIT was answered makes it a failure. */
final class Attempt<T extends @Nullable Object> {
    private static final String FAILED = "25P02";

    private static final String READ_ONLY = "25006";

    private final Connection connection;
    private final TransactionOptions options;
    private final Optional<Deadline> deadline;
    private final Optional<Confirmation> confirmation;
    private final Work<T> work;
    private boolean autoCommit;

    Attempt(
            Connection connection,
            TransactionOptions options,
            Optional<Deadline> deadline,
            Optional<Confirmation> confirmation,
            Work<T> work) {
        this.connection = connection;
        this.options = options;
        this.deadline = deadline;
        this.confirmation = confirmation;
        this.work = work;
    }

    /** Plays it; the caller closes the connection. */
    Ending<T> play() {
        T result;
        Optional<String> mark;
        try {
            begin();
            result = work.perform(connection);
            mark = mark();
        } catch (Throwable e) {
            return rolledBack(e, Phase.WORKING);
        }
        return commit(result, mark);
    }

    /** Everything is set for this transaction only, so that nothing has to be put back, also behind a pooler. */
    private void begin() throws SQLException {
        autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        List<String> settings = settings();
        if (!settings.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(String.join("; ", settings));
            }
        }
    }

    /** Only utility statements: a query would fix the snapshot of a repeatable-read transaction too early. */
    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        options.isolation().ifPresent(level -> settings.add("set transaction isolation level " + level.sql()));
        if (options.readOnly()) {
            settings.add("set transaction read only");
        }
        deadline.ifPresent(end -> settings.add(
                "set local statement_timeout = " + Math.clamp(end.remaining().toMillis(), 1, Integer.MAX_VALUE)));
        return settings;
    }

    private Optional<String> mark() throws SQLException {
        try {
            return confirmation.isPresent() ? confirmation.get().mark(connection) : Marks.assigned(connection);
        } catch (SQLException e) {
            throw FAILED.equals(e.getSQLState()) ? new SilentRollback(e) : e;
        }
    }

    private Ending<T> commit(T result, Optional<String> mark) {
        try {
            connection.commit();
        } catch (Throwable e) {
            if (Classification.of(e, Phase.COMMITTING).recovery() == Recovery.UNKNOWN_OUTCOME) {
                discard(e);
                return Ending.unanswered(result, mark, e);
            }
            return rolledBack(e, Phase.COMMITTING);
        }
        restore();
        return new Ending.Committed<>(result);
    }

    private Ending<T> rolledBack(Throwable thrown, Phase phase) {
        Ending<T> failed =
                askedFor(thrown) ? new Ending.Failed<>(thrown, Recovery.NEVER) : Ending.failed(thrown, phase);
        try {
            connection.rollback();
            restore();
        } catch (SQLException | RuntimeException e) {
            suppress(thrown, e);
            discard(thrown);
        }
        return failed;
    }

    /** A write that was refused because we told the server to refuse writes. */
    private boolean askedFor(Throwable thrown) {
        return options.readOnly()
                && SqlState.of(thrown)
                        .filter(state -> state.code().equals(READ_ONLY))
                        .isPresent();
    }

    /** Only after the transaction has ended: to switch auto-commit on inside a transaction commits it. */
    private void restore() {
        try {
            if (autoCommit) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException | RuntimeException e) {
            discard(e);
        }
    }

    /** Nobody must get this connection again, and a COMMIT that is still to be sent must not arrive. */
    private void discard(Throwable thrown) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            suppress(thrown, e);
        }
    }

    /** An exception can't suppress itself, and some drivers throw the same one again. */
    static void suppress(Throwable thrown, Throwable other) {
        if (!thrown.equals(other)) {
            thrown.addSuppressed(other);
        }
    }
}
