package dev.holdfast.transactions;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in transactions on any {@link DataSource}: repeats it when that is known to be safe and may help, and never
 * when nobody knows whether it committed. Immutable and thread-safe.
 *
 * <p>Each attempt takes a connection from the DataSource, and costs one short round trip besides the work's own and COMMIT:
 * the question, as the last statement, whether the transaction still stands. An isolation level, read-only mode or a
 * deadline cost one more, sent first.
 */
public final class Transactions {
    private static final ThreadLocal<Boolean> RUNNING = new ThreadLocal<>();

    private final DataSource dataSource;
    private final TransactionOptions options;
    private final Optional<Deadline> deadline;

    private Transactions(DataSource dataSource, TransactionOptions options, Optional<Deadline> deadline) {
        this.dataSource = dataSource;
        this.options = options;
        this.deadline = deadline;
    }

    /** With {@link TransactionOptions#defaults}. */
    public static Transactions on(DataSource dataSource) {
        return on(dataSource, TransactionOptions.defaults());
    }

    public static Transactions on(DataSource dataSource, TransactionOptions options) {
        return new Transactions(dataSource, options, Optional.empty());
    }

    /**
     * The same, but no attempt, wait or further question is begun after {@code deadline}, and the server cancels a statement
     * that takes longer than what was left when its attempt began ({@code statement_timeout}, set for the transaction, in
     * place of the role's own). An unknown outcome is asked for at least once. What the network swallows is the driver's
     * business: give it a {@code socketTimeout}.
     */
    public Transactions until(Deadline moment) {
        return new Transactions(dataSource, options, Optional.of(moment));
    }

    /**
     * Performs {@code work} until one attempt is committed, and returns its result.
     *
     * @throws UnknownOutcome if it may be committed and that could not be settled
     * @throws SilentRollback if a statement had failed and the work hid it; nothing is committed
     * @throws SQLException the last failure of the work or of its connection, as it was thrown, with the failures of former
     *     attempts among the suppressed; nothing is committed. Unchecked exceptions likewise; they are repeated if an
     *     SQLException among their causes allows it
     * @throws IllegalStateException inside the work of another run
     */
    public <T extends @Nullable Object> T run(Work<T> work) throws SQLException {
        return run(work, options.confirmation());
    }

    /**
     * Performs {@code work} until one attempt is committed together with {@code key}, unless that key was there already.
     * The key also settles lost answers to COMMIT, in place of the confirmation of the options.
     *
     * @return the result, or nothing if the key was there: the work was done before, by this process or another one
     * @throws SQLException as {@link #run}
     */
    public <T> Optional<T> runOnce(IdempotencyKey key, Work<T> work) throws SQLException {
        if (options.readOnly()) {
            throw new InvalidOption(
                    "an idempotency key in a read-only transaction",
                    "The key has to be written.",
                    "Use run, or options that allow writing.");
        }
        Work<Optional<T>> once =
                connection -> key.claim(connection) ? Optional.of(work.perform(connection)) : Optional.empty();
        return run(once, Optional.of(key::outcome));
    }

    private <T extends @Nullable Object> T run(Work<T> work, Optional<Confirmation> confirmation) throws SQLException {
        if (RUNNING.get() != null) {
            throw new IllegalStateException(
                    "a transaction was run inside the work of another\n  detail: It would commit by itself, be done again"
                            + " whenever the outer one is, and take a second connection, for which threads that hold one"
                            + " each can wait for ever.\n  hint: Pass the connection on, or run one after the other.");
        }
        RUNNING.set(true);
        try {
            return new TransactionRun<>(dataSource, options, end(), confirmation, work).result();
        } finally {
            RUNNING.remove();
        }
    }

    private Optional<Deadline> end() {
        return deadline.or(() -> options.within().map(within -> Deadline.in(within, options.time()::nanos)));
    }
}
