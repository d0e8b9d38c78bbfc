package dev.holdfast.transactions;

import dev.holdfast.core.Deadline;
import dev.holdfast.transactions.Confirmation.Outcome;
import dev.holdfast.transactions.Ending.Committed;
import dev.holdfast.transactions.Ending.Failed;
import dev.holdfast.transactions.Ending.Lost;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One run: attempts until one is committed or none may follow. Used by one thread. */
final class TransactionRun<T extends @Nullable Object> {
    private final DataSource dataSource;
    private final TransactionOptions options;
    private final Optional<Deadline> deadline;
    private final Optional<Confirmation> confirmation;
    private final Work<T> work;
    private final List<Throwable> failures = new ArrayList<>();

    TransactionRun(
            DataSource dataSource,
            TransactionOptions options,
            Optional<Deadline> deadline,
            Optional<Confirmation> confirmation,
            Work<T> work) {
        this.dataSource = dataSource;
        this.options = options;
        this.deadline = deadline;
        this.confirmation = confirmation;
        this.work = work;
    }

    T result() throws SQLException {
        if (deadline.isPresent() && deadline.get().passed()) {
            throw new SQLTimeoutException("the deadline had passed before the transaction was begun", "57014");
        }
        for (int attempt = 1; ; attempt++) {
            switch (settled(play())) {
                case Committed<T>(T result) -> {
                    return result;
                }
                case Lost<T> lost -> throw withFormer(new UnknownOutcome(lost.mark(), lost.thrown()));
                case Failed<T> failed -> waitToRepeat(failed, attempt);
            }
        }
    }

    private Ending<T> play() {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException | RuntimeException e) {
            return Ending.failed(e, Phase.CONNECTING);
        }
        Ending<T> ending = new Attempt<>(connection, options, deadline, confirmation, work).play();
        close(connection);
        return ending;
    }

    /** What became of the transaction is known by now. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException | RuntimeException e) {
            assert e != null;
        }
    }

    /** Returns if there may be another attempt, and throws the failure if not. */
    private void waitToRepeat(Failed<T> failed, int attempt) throws SQLException {
        boolean worthIt = failed.recovery() == Recovery.RETRY_NOW || failed.recovery() == Recovery.RETRY_AFTER;
        if (!worthIt || attempt >= options.attempts() || !waited(delay(failed.recovery(), attempt), failed.thrown())) {
            throw rethrown(failed.thrown());
        }
        failures.add(failed.thrown());
    }

    /** The first retry of a lost race is immediate; those who meet again spread out. */
    private Duration delay(Recovery recovery, int attempt) {
        int waits = recovery == Recovery.RETRY_AFTER ? attempt : attempt - 1;
        return waits == 0 ? Duration.ZERO : options.backoff().delay(waits, options.random());
    }

    /** False, without waiting, if the deadline would come first; false if interrupted, which then is still to be seen. */
    private boolean waited(Duration delay, Throwable thrown) {
        if (deadline.isPresent() && deadline.get().remaining().compareTo(delay) <= 0) {
            return false;
        }
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before another attempt");
            }
            options.time().await(delay);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thrown.addSuppressed(e);
            return false;
        }
    }

    /** Asks about a lost answer, on new connections, until it is settled or can't be. */
    private Ending<T> settled(Ending<T> ending) {
        if (!(ending instanceof Lost<T> lost) || confirmation.isEmpty()) {
            return ending;
        }
        for (int question = 1; ; question++) {
            switch (ask(confirmation.get(), lost)) {
                case COMMITTED -> {
                    return new Committed<>(lost.result());
                }
                case ABORTED -> {
                    return new Failed<>(lost.thrown(), Recovery.RETRY_NOW);
                }
                case IN_PROGRESS -> {
                    if (!mayAskAgain(question, lost)) {
                        return lost;
                    }
                }
                case UNKNOWN -> {
                    return lost;
                }
            }
        }
    }

    private Outcome ask(Confirmation way, Lost<T> lost) {
        try (Connection fresh = dataSource.getConnection()) {
            return way.outcome(fresh, lost.mark());
        } catch (SQLException | RuntimeException e) {
            Attempt.suppress(lost.thrown(), e);
            return Outcome.IN_PROGRESS;
        }
    }

    private boolean mayAskAgain(int question, Lost<T> lost) {
        boolean more = deadline.isPresent() || question < options.attempts();
        return more && waited(options.backoff().delay(question, options.random()), lost.thrown());
    }

    private SQLException rethrown(Throwable thrown) {
        return switch (withFormer(thrown)) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case SQLException checked -> checked;
            case Throwable undeclared -> new SQLException("the work threw what it doesn't declare", undeclared);
        };
    }

    private <E extends Throwable> E withFormer(E last) {
        failures.stream().distinct().forEach(former -> Attempt.suppress(last, former));
        return last;
    }
}
