package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.spi.PhysicalConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What takes a round trip to the server, each on a virtual thread of its own: opening, resetting, asking, closing. At most one at a time for
 * each slot of the budget. What takes too long is ended by closing its socket.
 */
final class Trips {
    private static final Logger LOG = LoggerFactory.getLogger(Trips.class);

    private final Server server;
    private final Set<Trip> underWay = ConcurrentHashMap.newKeySet();

    Trips(Server server) {
        this.server = server;
    }

    /** Something with a time limit. */
    interface Trip {
        /** Looks at the time, and ends itself if it is over. */
        void look(long now);
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    void endOverdue(long now) {
        underWay.forEach(trip -> trip.look(now));
    }

    void start(Runnable work) {
        Thread.ofVirtual().name("holdfast-connections-trip").start(work);
    }

    // --- opening

    void open(Place place) {
        start(() -> {
            Opening opening = new Opening(place, server);
            underWay.add(opening);
            server.stir();
            try {
                opening.run();
            } finally {
                underWay.remove(opening);
            }
        });
    }

    // --- asking and resetting

    /** Puts a session back as it was when it was new; that it answers proves that it is alive. */
    void reset(Backend backend) {
        start(() -> ask(backend, Trips::resetOrThrow));
    }

    private static boolean resetOrThrow(Backend backend) throws SQLException {
        backend.physical().reset();
        return true;
    }

    void check(Backend backend) {
        start(() -> ask(
                backend,
                one -> one.physical().isAlive(one.place().pool().options().validationTimeout())));
    }

    private interface Question {
        boolean isFit(Backend backend) throws SQLException;
    }

    private void ask(Backend backend, Question question) {
        backend.unwatch();
        Duration limit = backend.place().pool().options().validationTimeout();
        long overdueAt = Server.now() + limit.toNanos();
        Trip trip = now -> {
            if (now >= overdueAt) {
                backend.physical().abort();
            }
        };
        underWay.add(trip);
        try {
            server.tell(
                    answer(backend, question)
                            ? new Event.Ready(backend)
                            : new Event.Unfit(backend, CloseReason.BROKEN));
        } finally {
            underWay.remove(trip);
        }
        server.stir();
    }

    @SuppressWarnings("CatchingUnchecked") // a driver's bug must not cost a slot
    private static boolean answer(Backend backend, Question question) {
        try {
            if (!question.isFit(backend)) {
                return false;
            }
            backend.trust();
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("{} doesn't answer as it should, and is closed", backend, e);
            return false;
        }
    }

    // --- closing

    void close(Backend backend, CloseReason reason) {
        start(() -> {
            Trip trip = lingering(backend);
            underWay.add(trip);
            server.stir();
            try {
                Pool pool = backend.place().pool();
                backend.unwatch();
                end(pool, backend.physical(), backend.openedAt());
                server.tell(new Event.Gone(backend));
                pool.listeners().closed(backend.tenant(), reason);
            } finally {
                underWay.remove(trip);
            }
        });
    }

    /** Told again and again from when it is late, which changes nothing. */
    private Trip lingering(Backend backend) {
        long late = Server.now() + Pool.STALLED_AFTER;
        return now -> {
            if (now >= late) {
                server.tell(new Event.Lingers(backend));
            }
        };
    }

    /** Returns when the backend is gone: seen at the socket, or said by the server. Its slot counts until then. */
    static void end(Pool pool, PhysicalConnection physical, long openedAt) {
        while (!physical.end(pool.options().closePatience())) {
            if (pool.inquiry().isGone(physical.backendPid(), Duration.ofNanos(Server.now() - openedAt))) {
                return;
            }
            LOG.warn("backend {} does not end; its slot stays taken", physical.backendPid());
        }
    }

    void leaked(Backend backend, long outFor) {
        Pool pool = backend.place().pool();
        pool.listeners().leaked(backend, Duration.ofNanos(outFor));
    }
}
