package dev.holdfast.connections;

import dev.holdfast.core.TenantId;
import java.io.Serial;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There is no connection to this database now, and waiting doesn't help: it doesn't exist, its password is refused, the
 * tenant is unknown, draining, closed or dropped, or the {@link Connections} are closed. Carries the server's SQLSTATE where
 * the server said so (3D000, 28P01, ...), else 08003.
 */
public final class TenantUnavailable extends SQLNonTransientConnectionException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable TenantId tenant;

    public TenantUnavailable(@Nullable TenantId tenant, String message, String sqlState, @Nullable Throwable cause) {
        super(message, sqlState, cause);
        this.tenant = tenant;
    }

    /** Empty for the system database. */
    public Optional<TenantId> tenant() {
        return Optional.ofNullable(tenant);
    }
}
