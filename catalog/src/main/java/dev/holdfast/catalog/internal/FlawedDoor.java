package dev.holdfast.catalog.internal;

import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Our own connections behind a door that turns away whom it should let in. Thread-safe. */
final class FlawedDoor extends HoldfastTenants {
    private static final int OFTEN = 10;
    private static final int SELDOM = 50;

    /** Who comes back so soon keeps its share, and its connection. */
    private static final Duration SOON = Duration.ofMillis(1);

    private final Rule rule;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();

    /** Whether the door is shut for a request, after so many requests, this one included, and refusals behind the door. */
    private interface Rule {
        boolean shut(long requests, long refusals);
    }

    private FlawedDoor(TenantGround ground, TenantSettings settings, Rule rule) throws SQLException {
        super(ground, settings);
        this.rule = rule;
    }

    /** A circuit breaker that opens after some refusals, and that nothing closes. */
    static Maker stuck() {
        return (ground, settings) -> new FlawedDoor(ground, settings, (requests, refusals) -> refusals >= OFTEN);
    }

    /** Takes a request now and then for one whose time is over. */
    static Maker hasty() {
        return (ground, settings) -> new FlawedDoor(ground, settings, (requests, refusals) -> requests % SELDOM == 0);
    }

    @Override
    public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
        if (rule.shut(requests.incrementAndGet(), refusals.get())) {
            throw OriginalPool.refused("not let in", SOON);
        }
        try {
            return super.lease(tenant, deadline);
        } catch (LeaseRefused e) {
            refusals.incrementAndGet();
            throw e;
        }
    }
}
