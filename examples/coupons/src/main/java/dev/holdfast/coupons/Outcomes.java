package dev.holdfast.coupons;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.transactions.Classification;
import dev.holdfast.transactions.Recovery;
import dev.holdfast.transactions.UnknownOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told about what went wrong, by what is known. */
final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    /** Of a statement, of a lock, in between statements, of a transaction. */
    private static final Set<String> TIMEOUTS = Set.of("57014", "55P03", "25P03", "25P04");

    private Outcomes() {}

    static Answer of(Throwable thrown, Call call) {
        return switch (thrown) {
            case Refusal refusal -> refusal.answer();
            case UnknownOutcome unknown -> unknown();
            case LeaseRefused refused -> busy(refused.retryAfter());
            case TenantUnavailable unavailable -> unavailable("The database can't be reached.");
            case SQLException failed -> failed(failed, call);
            default -> bug(thrown);
        };
    }

    /** Not 503, which would invite to do it again. */
    private static Answer unknown() {
        return Answer.problem(
                500,
                "unknown-outcome",
                "The connection was lost after COMMIT was sent, and it could not be found out whether it is done."
                        + " Read before you try again, or send an Idempotency-Key and try again with the same.",
                Map.of("outcome", "unknown"));
    }

    private static Answer busy(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return Answer.problem(503, "busy", "All connections to the database are taken; nothing was done.")
                .with("retry-after", Long.toString(seconds));
    }

    private static Answer unavailable(String detail) {
        return Answer.problem(503, "unavailable", detail + " Nothing was done.").with("retry-after", "1");
    }

    private static Answer failed(SQLException failed, Call call) {
        Classification known = Classification.of(failed);
        String state = known.state().map(found -> found.code()).orElse("");
        if (call.isOverdue() || TIMEOUTS.contains(state)) {
            return Answer.problem(504, "timeout", "The database took too long. Nothing was done.");
        }
        boolean mayPass = known.recovery() == Recovery.RETRY_NOW || known.recovery() == Recovery.RETRY_AFTER;
        return mayPass ? unavailable("The connection to the database was lost, or it was busy.") : bug(failed);
    }

    private static Answer bug(Throwable thrown) {
        LOG.error("a request failed for a reason that nobody thought of", thrown);
        return Answer.problem(500, "internal-error", "This is a fault of the service.");
    }
}
