package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsListener;
import dev.holdfast.core.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a pool's listener; what that throws is logged and changes nothing. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final ConnectionsListener listener;

    Listeners(ConnectionsListener listener) {
        this.listener = listener;
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a listener throws
    private void tell(Consumer<ConnectionsListener> event) {
        try {
            event.accept(listener);
        } catch (RuntimeException e) {
            LOG.warn("a listener of connections threw", e);
        }
    }

    void opened(@Nullable TenantId tenant, Duration took) {
        tell(it -> it.opened(tenant, took));
    }

    void openFailed(@Nullable TenantId tenant, Throwable cause) {
        tell(it -> it.openFailed(tenant, cause));
    }

    void closed(@Nullable TenantId tenant, ConnectionsListener.CloseReason reason) {
        tell(it -> it.closed(tenant, reason));
    }

    void waited(@Nullable TenantId tenant, Duration wait) {
        tell(it -> it.waited(tenant, wait));
    }

    void refused(@Nullable TenantId tenant, Throwable refusal) {
        tell(it -> it.refused(tenant, refusal));
    }

    void closeFailed(Place place, Exception why) {
        LOG.warn("{} could not be closed in order", place.name(), why);
    }

    void leaked(Backend backend, Duration outFor) {
        Optional<Throwable> takenAt = Optional.ofNullable(backend.takenAt());
        String where = backend.place().name();
        LOG.warn(
                "a lease of {} has not come back for {} ms (backend {}){}",
                where,
                outFor.toMillis(),
                backend.physical().backendPid(),
                takenAt.isPresent() ? "; it was taken here" : "; leakStacks would say where it was taken",
                takenAt.orElse(null));
        tell(it -> it.leaked(backend.tenant(), outFor, takenAt));
    }
}
