package dev.holdfast.hibernate;

import dev.holdfast.connections.BoundTenant;
import dev.holdfast.core.TenantId;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.jspecify.annotations.Nullable;

/**
 * Says that a new session's tenant is the one that its thread is {@linkplain BoundTenant bound} to. Thread-safe. If it is bound to
 * none, Hibernate refuses to open a session that names none itself.
 */
public final class BoundTenantResolver implements CurrentTenantIdentifierResolver<String> {
    public BoundTenantResolver() {}

    @Override
    public @Nullable String resolveCurrentTenantIdentifier() {
        TenantId bound = BoundTenant.current();
        return bound == null ? null : bound.value();
    }

    /** Hibernate refuses a thread's current session if it was opened for another tenant. */
    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }
}
