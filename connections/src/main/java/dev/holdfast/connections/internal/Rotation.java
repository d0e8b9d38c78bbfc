package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.core.Credential;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SlotBudget;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a pool's credential: make before break. When it changes, one login with the new one is tried first; connections
 * of earlier generations are closed, as they come back, only after it succeeded. Until then, and where a new credential is
 * refused, logins fall back to the last that worked.
 */
final class Rotation {
    private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);
    private static final long FIRST_PAUSE = 50_000_000;
    private static final long LAST_PAUSE = 5_000_000_000L;

    private final Pool pool;
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Credential proven;

    Rotation(Pool pool) {
        this.pool = pool;
    }

    /** A login with this one succeeded. */
    void proven(Credential credential) {
        Credential before = proven;
        if (before == null || before.generation() < credential.generation()) {
            proven = credential;
        }
    }

    /** The last one that worked, if that isn't this one. */
    @Nullable
    Credential before(Credential current) {
        Credential last = proven;
        return last == null || last.generation() == current.generation() ? null : last;
    }

    /** Called on every change, from any thread. */
    void changed() {
        long change = changes.incrementAndGet();
        pool.server().tell(new Event.Forgiven(pool.places()));
        pool.server().trips().start(() -> follow(change));
    }

    private void follow(long change) {
        long pause = FIRST_PAUSE;
        while (change == changes.get() && !pool.isShut() && !makeBeforeBreak()) {
            LockSupport.parkNanos(this, pause);
            pause = Math.min(2 * pause, LAST_PAUSE);
        }
    }

    private boolean makeBeforeBreak() {
        Credential next = pool.credentials().current();
        try {
            tryLogin(next);
        } catch (SQLException | RuntimeException e) {
            LOG.warn(
                    "no login as {} with generation {} yet; connections of before go on",
                    next.user(),
                    next.generation(),
                    e);
            pool.listeners().openFailed(null, e);
            return false;
        }
        proven(next);
        pool.server().doom(one -> one.isOf(pool) && one.generation() < next.generation(), CloseReason.ROTATED);
        return true;
    }

    private void tryLogin(Credential next) throws SQLException {
        SlotBudget.Slot slot = pool.budget()
                .take("login with a new credential", Deadline.in(pool.options().patience()));
        try (slot) {
            var trial = pool.connector().connect(new Attempt(pool.systemDatabase(), next));
            Trips.end(pool, trial, Server.now());
        }
    }
}
