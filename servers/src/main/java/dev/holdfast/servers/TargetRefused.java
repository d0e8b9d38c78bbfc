package dev.holdfast.servers;

import java.io.Serial;

/** An external server that can't be used, or must not be. Nothing was created on it. */
public final class TargetRefused extends ServerFailed {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why, one value for each thing that a user would do about it. */
    public enum Reason {
        /** Nothing answers there, or not as PostgreSQL does. */
        UNREACHABLE,
        /** Wrong or missing password, unknown user, or no entry in {@code pg_hba.conf}. */
        LOGIN_REFUSED,
        /** The database that the URL names doesn't exist. */
        MISSING_DATABASE,
        /** The user may not create databases, or roles where that is needed. */
        MISSING_RIGHT,
        /** All of the server's connections are in use. */
        TOO_MANY_CONNECTIONS,
        /** Older than PostgreSQL 15. */
        TOO_OLD,
        /** Somebody else is using it. */
        FOREIGN_CLIENTS,
        /** It answered with another error; the cause has its SQLSTATE. */
        OTHER
    }

    private final Reason reason;

    TargetRefused(Reason reason, String message, String detail, String hint) {
        super(message, detail, hint);
        this.reason = reason;
    }

    TargetRefused(Reason reason, String message, String detail, String hint, Throwable cause) {
        super(message, detail, hint, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
