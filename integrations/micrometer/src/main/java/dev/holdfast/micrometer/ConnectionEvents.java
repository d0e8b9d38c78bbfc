package dev.holdfast.micrometer;

import dev.holdfast.connections.ConnectionsListener;
import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.core.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what happens to connections. Thread-safe; registers all its meters when it is made, and none later. Each has the tag
 * {@code database}, {@code system} or {@code tenants}.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code holdfast.connections.waits}</td><td>timer: requests that had to wait, and got a connection</td></tr>
 * <tr><td>{@code holdfast.connections.opens}</td><td>timer: connections opened</td></tr>
 * <tr><td>{@code holdfast.connections.open.failures}</td><td>counter: attempts to open that failed</td></tr>
 * <tr><td>{@code holdfast.connections.closes}</td><td>counter of connections, by {@code reason}: {@code stolen},
 *     {@code idle}, …, see {@link ConnectionsListener.CloseReason}</td></tr>
 * <tr><td>{@code holdfast.connections.refusals}</td><td>counter of requests, by {@code reason}: {@code timed_out}, {@code too_late},
 *     {@code queue_full}, {@code unavailable}, {@code interrupted}</td></tr>
 * <tr><td>{@code holdfast.connections.leaks}</td><td>counter: leases that were out for too long</td></tr>
 * </table>
 *
 * Timers have Micrometer's unit of time in each registry, seconds mostly.
 */
public final class ConnectionEvents implements ConnectionsListener {
    private final DatabaseEvents system;
    private final DatabaseEvents tenants;

    public ConnectionEvents(MeterRegistry registry) {
        this(registry, List.of());
    }

    /** With further tags on each meter, such as which of several servers this is. */
    public ConnectionEvents(MeterRegistry registry, Iterable<Tag> tags) {
        this.system = new DatabaseEvents(registry, Tags.of(tags).and(Names.SYSTEM));
        this.tenants = new DatabaseEvents(registry, Tags.of(tags).and(Names.TENANTS));
    }

    private DatabaseEvents of(@Nullable TenantId tenant) {
        return tenant == null ? system : tenants;
    }

    @Override
    public void opened(@Nullable TenantId tenant, Duration took) {
        of(tenant).opens().record(took);
    }

    @Override
    public void openFailed(@Nullable TenantId tenant, Throwable cause) {
        of(tenant).openFailures().increment();
    }

    @Override
    public void closed(@Nullable TenantId tenant, CloseReason reason) {
        of(tenant).closed(reason);
    }

    @Override
    public void waited(@Nullable TenantId tenant, Duration wait) {
        of(tenant).waits().record(wait);
    }

    @Override
    public void refused(@Nullable TenantId tenant, Throwable refusal) {
        of(tenant).refused(reason(refusal));
    }

    private static String reason(Throwable refusal) {
        return switch (refusal) {
            case LeaseRefused refused -> refused.reason().name().toLowerCase(Locale.ROOT);
            case TenantUnavailable unavailable -> DatabaseEvents.UNAVAILABLE;
            default -> DatabaseEvents.INTERRUPTED;
        };
    }

    @Override
    public void leaked(@Nullable TenantId tenant, Duration outFor, Optional<Throwable> takenAt) {
        of(tenant).leaks().increment();
    }
}
