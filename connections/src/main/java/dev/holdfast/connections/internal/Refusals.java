package dev.holdfast.connections.internal;

import dev.holdfast.connections.BudgetReport;
import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.connections.internal.budget.Ask;
import dev.holdfast.core.SqlState;
import dev.holdfast.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says why a request was not served. */
final class Refusals {
    private static final String LIMIT_EXCEEDED = "53400";
    private static final String CANCELED = "57014";
    private static final String NO_CONNECTION = "08003";

    private Refusals() {}

    static SQLException of(Ask ask, String wanted, @Nullable TenantId tenant, BudgetReport holders) {
        return switch (ask.outcome()) {
            case TIMED_OUT ->
                refused(LeaseRefused.Reason.TIMED_OUT, "no " + wanted + " before the deadline", ask, holders);
            case TOO_LATE ->
                refused(
                        LeaseRefused.Reason.TOO_LATE,
                        "no " + wanted + ": at the pace of the moment it would come after the deadline",
                        ask,
                        holders);
            case QUEUE_FULL ->
                refused(LeaseRefused.Reason.QUEUE_FULL, "no " + wanted + ": its queue is full", ask, holders);
            case UNAVAILABLE -> unavailable(ask, wanted, tenant);
            case CANCELLED -> new SQLException("interrupted while waiting for " + wanted, CANCELED);
            case WAITING, GRANTED -> throw new IllegalStateException("not refused: " + ask.outcome());
        };
    }

    private static LeaseRefused refused(LeaseRefused.Reason reason, String message, Ask ask, BudgetReport holders) {
        Throwable last = ask.failure();
        Duration retryAfter = Duration.ofNanos(ask.retryAfter());
        String why = last == null ? "" : "\n  last attempt to open one: " + last.getMessage();
        String text =
                message + "\n  detail: waited " + (Server.now() - ask.askedAt()) / 1_000_000 + " ms; " + holders + why
                        + "\n  hint: Try again in about " + retryAfter.toMillis()
                        + " ms; if this recurs, shorten leases, raise the budget or the tenant's maximum.";
        String state = last == null
                ? LIMIT_EXCEEDED
                : SqlState.of(last).map(SqlState::code).orElse("08001");
        return new LeaseRefused(reason, text, state, retryAfter, holders, last);
    }

    private static SQLException unavailable(Ask ask, String wanted, @Nullable TenantId tenant) {
        Throwable cause = ask.failure();
        String state = cause == null
                ? NO_CONNECTION
                : SqlState.of(cause).map(SqlState::code).orElse(NO_CONNECTION);
        String why = cause == null ? "" : ": " + cause.getMessage();
        return new TenantUnavailable(tenant, "no " + wanted + why, state, cause);
    }
}
