package dev.holdfast.micrometer;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.LeaseRefused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The event meters of the system database, or of all tenants' together. */
final class DatabaseEvents {
    static final String UNAVAILABLE = "unavailable";
    static final String INTERRUPTED = "interrupted";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer waits;
    private final Timer opens;
    private final Counter openFailures;
    private final Counter leaks;
    private final Map<String, Counter> closes;
    private final Map<String, Counter> refusals;

    DatabaseEvents(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.waits = timer("waits", "Requests that had to wait, and got a connection");
        this.opens = timer("opens", "Connections opened");
        this.openFailures = counter("open.failures", "Attempts to open that failed", Names.CONNECTIONS, tags);
        this.leaks = counter("leaks", "Leases that were out for too long", Names.LEASES, tags);
        this.closes =
                byReason("closes", "Connections closed, by reason", Names.CONNECTIONS, lower(CloseReason.values()));
        Stream<String> reasons =
                Stream.concat(lower(LeaseRefused.Reason.values()), Stream.of(UNAVAILABLE, INTERRUPTED));
        this.refusals = byReason("refusals", "Requests without success, by reason", Names.REQUESTS, reasons);
    }

    private static Stream<String> lower(Enum<?>[] values) {
        return Arrays.stream(values).map(DatabaseEvents::lower);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(Names.PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Counter counter(String name, String description, String unit, Tags all) {
        return Counter.builder(Names.PREFIX + name)
                .description(description)
                .baseUnit(unit)
                .tags(all)
                .register(registry);
    }

    private Map<String, Counter> byReason(String name, String description, String unit, Stream<String> reasons) {
        Map<String, Counter> counters = new HashMap<>();
        reasons.forEach(reason ->
                counters.put(reason, counter(name, description, unit, tags.and(Names.REASON, reason))));
        return Map.copyOf(counters);
    }

    Timer waits() {
        return waits;
    }

    Timer opens() {
        return opens;
    }

    Counter openFailures() {
        return openFailures;
    }

    Counter leaks() {
        return leaks;
    }

    void closed(CloseReason reason) {
        Objects.requireNonNull(closes.get(lower(reason))).increment();
    }

    void refused(String reason) {
        Objects.requireNonNull(refusals.get(reason)).increment();
    }
}
