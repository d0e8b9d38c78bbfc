package dev.holdfast.connections;

import java.io.Serial;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * No connection before the deadline, or none that could come in time; trying again later may help (an HTTP service answers
 * 503 with {@link #retryAfter}). Its SQLSTATE is 53400, configuration limit exceeded, if the budget or the tenant's maximum
 * was what ran out; otherwise that of the last attempt to open a connection, or 08001.
 */
public final class LeaseRefused extends SQLTransientConnectionException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The deadline passed while waiting. */
        TIMED_OUT,
        /** Refused at once: at the pace of the moment the queue is longer than the deadline allows. */
        TOO_LATE,
        /** Refused at once: the tenant's queue is full. */
        QUEUE_FULL
    }

    private final Reason reason;
    private final Duration retryAfter;
    private final transient @Nullable BudgetReport holders;

    public LeaseRefused(
            Reason reason,
            String message,
            String sqlState,
            Duration retryAfter,
            BudgetReport holders,
            @Nullable Throwable cause) {
        super(message, sqlState, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.holders = holders;
    }

    public Reason reason() {
        return reason;
    }

    /** An estimate of when a request would be served, from the pace of the moment; at least a millisecond. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Who held the budget when this was refused; empty only after serialization. */
    public Optional<BudgetReport> holders() {
        return Optional.ofNullable(holders);
    }
}
