package dev.holdfast.scenarios;

import dev.holdfast.core.SqlState;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An error by which a client learns of a fault, and what may be done about it before COMMIT was sent. The SQLSTATE is
 * PostgreSQL's if the server could still say it, else the driver's.
 */
public enum FaultAnswer {
    /** The server's last words to a session that is ended. */
    TERMINATED("57P01", Advice.RETRY_AFTER, Advice.RETRY_NOW, 503, "terminating connection"),
    /** The driver found the connection broken, or gave up waiting for an answer. */
    LOST("08006", Advice.RETRY_AFTER, Advice.RETRY_NOW, 503, "an I/O error occurred"),
    /** The driver got no connection. */
    REFUSED("08001", Advice.RETRY_AFTER, Advice.RETRY_NOW, 503, "connection refused, or the attempt failed"),
    /** The server starts, stops or recovers. */
    NOT_NOW("57P03", Advice.RETRY_AFTER, Advice.RETRY_AFTER, 503, "the database system is starting up"),
    /** The statement was ended, the session lives. */
    CANCELED("57014", Advice.NEVER, Advice.NEVER, 504, "canceling statement"),
    /** The lock wasn't to be had in time; the session lives. */
    NO_LOCK("55P03", Advice.RETRY_AFTER, Advice.RETRY_AFTER, 503, "canceling statement due to lock timeout"),
    /** The transaction paused too long; the session is gone. */
    PAUSED("25P03", Advice.RETRY_AFTER, Advice.RETRY_AFTER, 503, "idle-in-transaction timeout"),
    /** The transaction lasted too long; the session is gone. */
    TOO_LONG("25P04", Advice.NEVER, Advice.NEVER, 504, "transaction timeout"),
    /** The session was unused for too long, and is gone. */
    UNUSED("57P05", Advice.RETRY_NOW, Advice.RETRY_NOW, 503, "idle-session timeout"),
    /** There is no slot for another session. */
    FULL("53300", Advice.RETRY_AFTER, Advice.RETRY_AFTER, 503, "too many connections"),
    /** The session may not write. */
    READ_ONLY("25006", Advice.RETRY_AFTER, Advice.RETRY_AFTER, 503, "cannot execute INSERT in a read-only transaction");

    /** What may be done, in the words of {@code holdfast-transactions}. */
    public enum Advice {
        /** The transaction may be repeated on a new connection, at once. */
        RETRY_NOW,
        /** It may be repeated when something has recovered or was freed. */
        RETRY_AFTER,
        /** It would fail again. */
        NEVER
    }

    private final String code;
    private final Advice connecting;
    private final Advice working;
    private final int httpStatus;
    private final String words;

    FaultAnswer(String code, Advice connecting, Advice working, int httpStatus, String words) {
        this.code = code;
        this.connecting = connecting;
        this.working = working;
        this.httpStatus = httpStatus;
        this.words = words;
    }

    public SqlState state() {
        return new SqlState(code);
    }

    /** What may be done if a session was told this in {@code phase}. */
    public Advice advice(FaultPhase phase) {
        return phase == FaultPhase.CONNECTING ? connecting : working;
    }

    /** The status for an HTTP client, once nothing more is tried. */
    public int httpStatus() {
        return httpStatus;
    }

    /** About what the message says. */
    public String words() {
        return words;
    }

    /** The answer with an SQLSTATE. */
    public static Optional<FaultAnswer> of(SqlState state) {
        return Stream.of(values())
                .filter(answer -> answer.state().equals(state))
                .findFirst();
    }

    /** Whether the transaction may be repeated, sooner or later. */
    public boolean repeatable() {
        return working != Advice.NEVER;
    }
}
