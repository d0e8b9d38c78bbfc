package dev.holdfast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsListener;
import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.ConnectionsOptions;
import dev.holdfast.connections.Lease;
import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.TenantUnavailable;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.TenantId;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.TenantDatabases;
import dev.holdfast.junit.Tenants;
import dev.holdfast.junit.connections.TestConnections;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Holdfast
@Timeout(120)
class MetersTest {
    private static final int MANY = 10_000;
    private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));
    private static final TenantId ONE = TestConnections.tenant(1);
    private static final TenantId TWO = TestConnections.tenant(2);
    private static final TenantId THREE = TestConnections.tenant(3);

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final CompletableFuture<Void> firstClosed = new CompletableFuture<>();
    private Connections connections;

    @BeforeEach
    void open(@Tenants(3) TenantDatabases databases) throws SQLException {
        connections = Connections.open(TestConnections.options(databases, 8)
                .with(options -> options.reservedForSystem(2).listener(tellingOfCloses())));
    }

    private ConnectionsListener tellingOfCloses() {
        ConnectionEvents events = new ConnectionEvents(registry);
        return (ConnectionsListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ConnectionsListener.class}, (self, method, arguments) -> {
                    Object nothing = method.invoke(events, arguments);
                    if (method.getName().equals("closed")) {
                        firstClosed.complete(null);
                    }
                    return nothing;
                });
    }

    @AfterEach
    void close() {
        connections.close();
    }

    private double gauge(String name, String... tags) {
        return registry.get("holdfast.connections." + name).tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get("holdfast.connections." + name).tags(tags).counter().count();
    }

    private List<String> shown() {
        return registry.find("holdfast.connections.tenant.in.use").gauges().stream()
                .map(gauge -> gauge.getId().getTag("tenant"))
                .sorted()
                .toList();
    }

    private void aSecondLater() {
        clock.add(1, TimeUnit.SECONDS);
    }

    @Test
    void theGaugesAreThoseOfTheMoment() throws SQLException {
        new ConnectionGauges(connections).bindTo(registry);
        assertThat(gauge("budget")).isEqualTo(8);
        assertThat(gauge("used")).isZero();
        try (Lease system = connections.system(SOON);
                Lease one = connections.lease(ONE, SOON);
                Lease two = connections.lease(TWO, SOON)) {
            assertThat(List.of(system, one, two)).doesNotContainNull();
            aSecondLater();
            assertThat(gauge("used")).isEqualTo(3);
            assertThat(gauge("in.use", "database", "system")).isEqualTo(1);
            assertThat(gauge("in.use", "database", "tenants")).isEqualTo(2);
            assertThat(gauge("open", "database", "tenants")).isEqualTo(2);
            for (String none : List.of("idle", "opening", "closing", "waiting")) {
                assertThat(gauge(none, "database", "tenants")).isZero();
            }
            assertThat(registry.get("holdfast.connections.leases")
                            .tag("database", "tenants")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void withinASecondThePoolIsLookedAtOnce() throws SQLException {
        new ConnectionGauges(connections).bindTo(registry);
        try (Lease one = connections.lease(ONE, SOON)) {
            assertThat(one).isNotNull();
            clock.add(999, TimeUnit.MILLISECONDS);
            assertThat(gauge("used")).isZero();
            clock.add(1, TimeUnit.MILLISECONDS);
            assertThat(gauge("used")).isEqualTo(1);
        }
    }

    @Test
    void whatHappensIsCountedAndTimed() throws SQLException {
        connections.lease(ONE, SOON).close();
        assertThat(registry.get("holdfast.connections.opens")
                        .tag("database", "tenants")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("holdfast.connections.waits")
                        .tag("database", "tenants")
                        .timer()
                        .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThatThrownBy(() -> connections.lease(new TenantId("nobody"), SOON))
                .isInstanceOf(TenantUnavailable.class);
        assertThat(count("open.failures", "database", "tenants")).isEqualTo(1);
        assertThat(count("refusals", "database", "tenants", "reason", "unavailable"))
                .isEqualTo(1);
        assertThat(count("refusals", "database", "system", "reason", "unavailable"))
                .isZero();
        connections.tenants().close(ONE, SOON);
        firstClosed.join(); // told when all else is done
        assertThat(count("closes", "database", "tenants", "reason", "closed")).isEqualTo(1);
    }

    @Test
    void aRequestThatIsRefusedIsCountedByItsReason() throws SQLException {
        connections.tenants().register(ONE, TenantLimits.upTo(1));
        try (Lease one = connections.lease(ONE, SOON)) {
            assertThat(one).isNotNull();
            assertThatThrownBy(() -> connections.lease(ONE, Deadline.in(Duration.ofMillis(20))))
                    .isInstanceOf(LeaseRefused.class);
        }
        assertThat(count("refusals", "database", "tenants", "reason", "timed_out"))
                .isEqualTo(1);
    }

    /** Each event has a meter, made beforehand. */
    @Test
    void everyReasonHasItsCounter() {
        ConnectionEvents events = new ConnectionEvents(registry, List.of(Tag.of("server", "north")));
        int before = registry.getMeters().size();
        for (CloseReason reason : CloseReason.values()) {
            events.closed(null, reason);
        }
        events.openFailed(null, new SQLException());
        events.refused(null, new SQLException("interrupted", "57014"));
        events.leaked(null, Duration.ofMinutes(1), Optional.empty());
        assertThat(registry.getMeters()).hasSize(before);
        assertThat(count("closes", "server", "north", "database", "system", "reason", "stolen"))
                .isEqualTo(1);
        assertThat(count("refusals", "server", "north", "reason", "interrupted", "database", "system"))
                .isEqualTo(1);
        assertThat(count("leaks", "server", "north", "database", "system")).isEqualTo(1);
        assertThat(count("open.failures", "server", "north", "database", "system"))
                .isEqualTo(1);
    }

    @Test
    void theBusiestTenantsHaveNamesIfTheyAreAskedFor() throws SQLException {
        connections.tenants().register(THREE, TenantLimits.upTo(1));
        new ConnectionGauges(connections, Tags.empty(), 2).bindTo(registry);
        assertThat(shown()).containsExactly("other");
        try (Lease one = connections.lease(ONE, SOON);
                Lease two = connections.lease(TWO, SOON);
                Lease twoAgain = connections.lease(TWO, SOON)) {
            assertThat(List.of(one, two, twoAgain)).doesNotContainNull();
            connections.lease(THREE, SOON).close();
            aSecondLater();
            assertThat(gauge("used")).isEqualTo(4);
            assertThat(shown()).containsExactly("other", "tenant-1", "tenant-2");
            assertThat(gauge("tenant.in.use", "tenant", "tenant-2")).isEqualTo(2);
            assertThat(gauge("tenant.in.use", "tenant", "tenant-1")).isEqualTo(1);
            assertThat(gauge("tenant.open", "tenant", "other")).isEqualTo(1);
            assertThat(gauge("tenant.waiting", "tenant", "other")).isZero();
        }
        try (Lease three = connections.lease(THREE, SOON)) {
            assertThat(three).isNotNull();
            connections.tenants().close(ONE, SOON);
            connections.tenants().close(TWO, SOON);
            aSecondLater();
            assertThat(gauge("used")).isEqualTo(1);
            assertThat(shown()).containsExactly("other", "tenant-3");
            assertThat(gauge("tenant.in.use", "tenant", "other")).isZero();
        }
    }

    @Test
    void tenThousandTenantsHaveAsManyMetersAsOne() throws SQLException {
        new ConnectionGauges(connections, Tags.empty(), 2).bindTo(registry);
        ConnectionEvents events = new ConnectionEvents(registry);
        connections.lease(ONE, SOON).close();
        connections.lease(TWO, SOON).close();
        aSecondLater();
        assertThat(gauge("used")).isEqualTo(2);
        List<Meter.Id> before = registry.getMeters().stream().map(Meter::getId).toList();
        List<TenantId> all =
                IntStream.range(0, MANY).mapToObj(n -> new TenantId("t" + n)).toList();
        for (TenantId tenant : all) {
            connections.handle(tenant);
            events.opened(tenant, Duration.ofMillis(1));
            events.waited(tenant, Duration.ofMillis(1));
            events.closed(tenant, CloseReason.IDLE);
            events.refused(tenant, new SQLException("interrupted", "57014"));
            events.leaked(tenant, Duration.ofMinutes(1), Optional.empty());
        }
        aSecondLater();
        assertThat(gauge("used")).isEqualTo(2);
        assertThat(connections.tenants().registered()).hasSizeGreaterThanOrEqualTo(MANY);
        assertThat(count("leaks", "database", "tenants")).isEqualTo(MANY);
        assertThat(registry.getMeters().stream().map(Meter::getId)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(shown()).containsExactly("other", "tenant-1", "tenant-2");
    }

    @Test
    void asTheGuideSays(@Tenants(3) TenantDatabases databases) throws SQLException {
        connections.close();
        ConnectionsOptions options = TestConnections.options(databases, 4);
        connections = Connections.open(options.with(change -> change.listener(new ConnectionEvents(registry))));
        new ConnectionGauges(connections).bindTo(registry);
        assertThat(gauge("budget")).isEqualTo(4);
    }

    @Test
    void moreNamesThanAHundredAreRefused() {
        assertThatThrownBy(() -> new ConnectionGauges(connections, Tags.empty(), 101))
                .isInstanceOf(InvalidOption.class)
                .hasMessageContaining("101 was given");
        assertThatThrownBy(() -> new ConnectionGauges(connections, Tags.empty(), -1))
                .isInstanceOf(InvalidOption.class);
    }
}
