package dev.holdfast.micrometer;

import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.Statistics.Part;
import dev.holdfast.core.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** The gauges of the busiest tenants. Told of each new moment by one thread at a time. */
final class TopTenants implements Consumer<Statistics> {
    /** A tenant of this very name is among the others, always. */
    private static final String OTHER = "other";

    private static final Comparator<Map.Entry<TenantId, Part>> BUSIEST = Comparator.comparingInt(
                    (Map.Entry<TenantId, Part> entry) ->
                            -entry.getValue().inUse() - entry.getValue().waiting())
            .thenComparingInt(entry -> -entry.getValue().open())
            .thenComparing(Map.Entry::getKey);

    private final int most;
    private final Map<MultiGauge, ToIntFunction<Part>> gauges = new LinkedHashMap<>();
    private volatile Map<String, Part> shown = Map.of();

    TopTenants(MeterRegistry registry, Tags tags, int most) {
        this.most = most;
        gauges.put(gauge("tenant.open", "Connections, idle or in use", Names.CONNECTIONS, registry, tags), Part::open);
        gauges.put(gauge("tenant.in.use", "Connections leased", Names.CONNECTIONS, registry, tags), Part::inUse);
        gauges.put(gauge("tenant.waiting", "Requests in queues", Names.REQUESTS, registry, tags), Part::waiting);
    }

    private static MultiGauge gauge(String name, String description, String unit, MeterRegistry registry, Tags tags) {
        return MultiGauge.builder(Names.PREFIX + name)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void accept(Statistics statistics) {
        shown = rank(statistics);
        gauges.forEach((gauge, value) -> gauge.register(rows(value)));
    }

    private Map<String, Part> rank(Statistics statistics) {
        Map<String, Part> ranked = new LinkedHashMap<>();
        Part rest = Parts.difference(statistics.total(), statistics.system());
        List<Map.Entry<TenantId, Part>> top = statistics.tenants().entrySet().stream()
                .filter(entry -> entry.getValue().open() + entry.getValue().waiting() > 0)
                .filter(entry -> !entry.getKey().value().equals(OTHER))
                .sorted(BUSIEST)
                .limit(most)
                .toList();
        for (Map.Entry<TenantId, Part> entry : top) {
            ranked.put(entry.getKey().value(), entry.getValue());
            rest = Parts.difference(rest, entry.getValue());
        }
        ranked.put(OTHER, rest);
        return ranked;
    }

    private List<MultiGauge.Row<?>> rows(ToIntFunction<Part> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String tenant : shown.keySet()) {
            rows.add(MultiGauge.Row.of(Tags.of("tenant", tenant), () -> value(tenant, value)));
        }
        return rows;
    }

    /** Of one that is no longer shown, if somebody still has its gauge: nothing is known. */
    private Number value(String tenant, ToIntFunction<Part> value) {
        Part part = shown.get(tenant);
        return part == null ? Double.NaN : value.applyAsInt(part);
    }
}
