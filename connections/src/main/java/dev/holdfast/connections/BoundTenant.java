package dev.holdfast.connections;

import dev.holdfast.core.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * The tenant that this thread works for, for {@link Connections#routedDataSource}. Not inherited by threads that this one
 * starts: bind there again. In a {@code try} block, the tenant bound before is bound again at its end.
 */
public final class BoundTenant implements AutoCloseable {
    private static final ThreadLocal<@Nullable TenantId> BOUND = new ThreadLocal<>();

    private final @Nullable TenantId before;

    private BoundTenant(@Nullable TenantId before) {
        this.before = before;
    }

    public static BoundTenant bind(TenantId tenant) {
        BoundTenant binding = new BoundTenant(BOUND.get());
        BOUND.set(tenant);
        return binding;
    }

    /** Null if none is bound. */
    public static @Nullable TenantId current() {
        return BOUND.get();
    }

    @Override
    public void close() {
        if (before == null) {
            BOUND.remove();
        } else {
            BOUND.set(before);
        }
    }
}
