package dev.holdfast.connections;

import dev.holdfast.core.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens, for metrics, logs and tests. Called outside all locks, on whatever thread was at work, possibly on
 * several at once; what it throws is logged and changes nothing. A tenant of {@code null} is the system database.
 */
public interface ConnectionsListener {
    default void opened(@Nullable TenantId tenant, Duration took) {}

    default void openFailed(@Nullable TenantId tenant, Throwable cause) {}

    /** The backend is gone and its slot is free. */
    default void closed(@Nullable TenantId tenant, CloseReason reason) {}

    /** A request had to wait, and got a connection. */
    default void waited(@Nullable TenantId tenant, Duration wait) {}

    /** A request was refused, or its deadline passed. */
    default void refused(@Nullable TenantId tenant, Throwable refusal) {}

    /** A lease has been out for longer than {@link ConnectionsOptions#leakAfter}. Once per lease. */
    default void leaked(@Nullable TenantId tenant, Duration outFor, Optional<Throwable> takenAt) {}

    /** Why a connection was closed. */
    enum CloseReason {
        /** For another tenant's sake. */
        STOLEN,
        /** Nobody had used it for {@link ConnectionsOptions#idleTimeout}. */
        IDLE,
        /** It reached its lifetime. */
        OLD,
        /** The server or the network ended it, or it didn't answer when asked. */
        BROKEN,
        /** Its lease was tainted. */
        TAINTED,
        /** It was opened with a credential that has been replaced. */
        ROTATED,
        /** The tenant's maximum was lowered. */
        SHRUNK,
        /** The tenant, or everything, is being closed. */
        CLOSED
    }
}
