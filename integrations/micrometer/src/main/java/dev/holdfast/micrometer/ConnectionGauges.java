package dev.holdfast.micrometer;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.Statistics.Part;
import dev.holdfast.core.InvalidOption;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Shows how connections are used at the moment. Thread-safe. All gauges of a registry that are read within a second are of one moment, so that
 * reading costs the pool one look, however many meters there are.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><td>{@code holdfast.connections.budget}</td><td>gauge: connections that this JVM may have on the server</td></tr>
 * <tr><td>{@code holdfast.connections.used}</td><td>gauge: of those, opening, open, closing and lent to others</td></tr>
 * <tr><td>{@code holdfast.connections.open}, {@code .in.use}, {@code .idle}, {@code .opening}, {@code .closing}</td>
 *     <td>gauges of connections, by {@code database}: {@code system} or {@code tenants}</td></tr>
 * <tr><td>{@code holdfast.connections.waiting}</td><td>gauge of requests, by {@code database}</td></tr>
 * <tr><td>{@code holdfast.connections.leases}</td><td>counter, by {@code database}</td></tr>
 * <tr><td>{@code holdfast.connections.tenant.open}, {@code .tenant.in.use}, {@code .tenant.waiting}</td>
 *     <td>gauges by {@code tenant}, if asked for: those with most connections in use and requests waiting at the
 *     moment, and {@code other} for all others together</td></tr>
 * </table>
 */
public final class ConnectionGauges implements MeterBinder {
    private static final int MOST_TENANTS = 100;

    private final Connections connections;
    private final Tags tags;
    private final int topTenants;

    /** Without any tenant's name. */
    public ConnectionGauges(Connections connections) {
        this(connections, List.of(), 0);
    }

    /**
     * With names.
     *
     * @param tags further ones on each meter, such as which of several servers this is
     * @param topTenants how many tenants are shown by name at once, 0 to 100. A registry never has more, but which they are
     *     changes, and what keeps the past (Prometheus, for example) comes to know all that ever were among them
     */
    public ConnectionGauges(Connections connections, Iterable<Tag> tags, int topTenants) {
        if (topTenants < 0 || topTenants > MOST_TENANTS) {
            throw new InvalidOption(
                    "too many tenants would have meters of their own",
                    topTenants + " was given.",
                    "Write 0, for none, to " + MOST_TENANTS + ".");
        }
        this.connections = connections;
        this.tags = Tags.of(tags);
        this.topTenants = topTenants;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Moment moment = new Moment(connections, registry.config().clock());
        new Registration(registry, moment).server();
        if (topTenants > 0) {
            moment.onChange(new TopTenants(registry, tags, topTenants));
        }
    }

    /** What is registered once for each registry. */
    private final class Registration {
        private final MeterRegistry registry;
        private final Moment moment;

        Registration(MeterRegistry registry, Moment moment) {
            this.registry = registry;
            this.moment = moment;
        }

        void server() {
            gauge("budget", "Connections that may be had on the server", Names.CONNECTIONS, tags, Moment::budget);
            gauge("used", "Slots of the budget in use", Names.CONNECTIONS, tags, Moment::used);
            database(tags.and(Names.SYSTEM), Moment::system);
            database(tags.and(Names.TENANTS), Moment::tenants);
        }

        private void database(Tags all, java.util.function.Function<Moment, Part> part) {
            connections(
                    "open",
                    "Connections, idle or in use",
                    all,
                    now -> part.apply(now).open());
            connections(
                    "in.use", "Connections leased", all, now -> part.apply(now).inUse());
            connections(
                    "idle",
                    "Connections that nobody uses",
                    all,
                    now -> part.apply(now).idle());
            connections(
                    "opening",
                    "Connections being opened",
                    all,
                    now -> part.apply(now).opening());
            connections(
                    "closing",
                    "Connections being closed",
                    all,
                    now -> part.apply(now).closing());
            gauge(
                    "waiting",
                    "Requests in queues",
                    Names.REQUESTS,
                    all,
                    now -> part.apply(now).waiting());
            FunctionCounter.builder(
                            Names.PREFIX + "leases",
                            moment,
                            now -> part.apply(now).leases())
                    .description("Leases so far")
                    .baseUnit(Names.LEASES)
                    .tags(all)
                    .register(registry);
        }

        private void connections(String name, String description, Tags all, ToLongFunction<Moment> value) {
            gauge(name, description, Names.CONNECTIONS, all, value);
        }

        private void gauge(String name, String description, String unit, Tags all, ToLongFunction<Moment> value) {
            Gauge.builder(Names.PREFIX + name, () -> value.applyAsLong(moment))
                    .description(description)
                    .baseUnit(unit)
                    .tags(all)
                    .register(registry);
        }
    }
}
