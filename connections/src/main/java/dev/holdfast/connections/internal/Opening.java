package dev.holdfast.connections.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Credential;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt to open a connection for a place, which has its slot already. */
final class Opening implements Trips.Trip {
    private final Place place;
    private final Server server;
    private final long startedAt = Server.now();

    @GuardedBy("this")
    private @Nullable Attempt attempt;

    @GuardedBy("this")
    private boolean stalled;

    @GuardedBy("this")
    private boolean ended;

    Opening(Place place, Server server) {
        this.place = place;
        this.server = server;
    }

    void run() {
        Pool pool = place.pool();
        try {
            Backend backend = connect(pool);
            boolean wasStalled = end();
            pool.listeners().opened(place.tenant(), Duration.ofNanos(Server.now() - startedAt));
            server.tell(new Event.Opened(backend, wasStalled));
            server.stir();
        } catch (SQLException | RuntimeException e) {
            fail(pool, e);
        }
    }

    private void fail(Pool pool, Exception cause) {
        boolean wasStalled = end();
        pool.listeners().openFailed(place.tenant(), cause);
        server.tell(new Event.Failed(place, cause, wasStalled, Failures.isPermanent(cause)));
    }

    /** With the credential of the moment; if that is refused and new, with the one that is known to work. */
    private Backend connect(Pool pool) throws SQLException {
        Credential current = pool.credentials().current();
        try {
            return connect(pool, current);
        } catch (SQLException e) {
            Credential proven = pool.rotation().before(current);
            if (proven == null || !Failures.isRefusedLogin(e)) {
                throw e;
            }
            return connect(pool, proven);
        }
    }

    private Backend connect(Pool pool, Credential credential) throws SQLException {
        PhysicalConnection physical = pool.connector().connect(begin(new Attempt(place.database(), credential)));
        pool.rotation().proven(credential);
        return new Backend(place, physical, credential.generation(), Server.now() + pool.lifetime());
    }

    private synchronized Attempt begin(Attempt next) {
        attempt = next;
        return next;
    }

    /** Returns whether it had been told to hang. */
    private synchronized boolean end() {
        ended = true;
        return stalled;
    }

    @Override
    public synchronized void look(long now) {
        if (ended) {
            return;
        }
        if (!stalled && now - startedAt > Pool.STALLED_AFTER) {
            stalled = true;
            server.tell(new Event.Stalled(place));
        }
        if (attempt != null
                && now - startedAt > place.pool().options().openTimeout().toNanos()) {
            attempt.abort();
        }
    }
}
