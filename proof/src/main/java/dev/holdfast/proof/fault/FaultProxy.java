package dev.holdfast.proof.fault;

import dev.holdfast.proof.Route;
import dev.holdfast.servers.PostgresServer;
import dev.holdfast.servers.Proxy;
import dev.holdfast.servers.ProxyCounts;
import dev.holdfast.servers.ProxyOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A proxy before a PostgreSQL server, in which faults can be armed while it runs. Without any, everything passes as it came.
 * Thread-safe.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(server, seed)) {
 *     Armed cut = proxy.arm("reset before command-complete(COMMIT)");
 *     … // connect to proxy.jdbcUrl("shop"), commit
 *     Firing where = cut.await(Duration.ofSeconds(10)).orElseThrow();
 * }
 * }</pre>
 */
public final class FaultProxy implements AutoCloseable {
    private final FaultRules rules;
    private final Proxy proxy;

    private FaultProxy(FaultRules rules, Proxy proxy) {
        this.rules = rules;
        this.proxy = proxy;
    }

    /**
     * Listens; returns when it does.
     *
     * @param seed decides jitter and which bits are flipped
     * @throws dev.holdfast.servers.ServerFailed if the port is taken or the target's name has no address
     */
    public static FaultProxy start(ProxyOptions options, long seed) {
        FaultRules rules = new FaultRules(seed);
        return new FaultProxy(rules, Proxy.start(options, rules));
    }

    /** Before {@code server}, on any free port. */
    public static FaultProxy before(PostgresServer server, long seed) {
        return start(ProxyOptions.to(server), seed);
    }

    /** From now on {@code fault} is waited for. If several could strike at one message, the one armed first does. */
    public Armed arm(Fault fault) {
        Armed armed = new Armed(fault, rules.armed()::remove);
        rules.armed().add(armed);
        return armed;
    }

    /**
     * Arms {@link Fault#parse Fault.parse(fault)}.
     *
     * @throws dev.holdfast.core.InvalidOption if it isn't one
     */
    public Armed arm(String fault) {
        return arm(Fault.parse(fault));
    }

    /** All that are armed, in that order. */
    public List<Armed> armed() {
        return List.copyOf(rules.armed());
    }

    /** Always 127.0.0.1. */
    public String host() {
        return proxy.host();
    }

    public int port() {
        return proxy.port();
    }

    /** {@code jdbc:postgresql://127.0.0.1:port/database}; without user and password, which are the server's. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** The way through this proxy, for sessions of a scenario. */
    public Route route() {
        return (database, application) -> Route.open(jdbcUrl(database.name()), database.server(), application);
    }

    public ProxyCounts counts() {
        return proxy.counts();
    }

    /** Resets all connections; returns when all is gone. Calling it again does nothing. */
    @Override
    public void close() {
        proxy.close();
    }

    @Override
    public String toString() {
        return proxy + " with " + rules.armed();
    }
}
