package dev.holdfast.connections.internal;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.internal.budget.Pooled;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.SqlState;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One open connection: what the allocator counts, and the driver's object that goes with it. */
final class Backend extends Pooled implements Lent {
    private final Place place;
    private final PhysicalConnection physical;
    private final long generation;
    private final long openedAt = Server.now();
    private volatile boolean watched;
    private volatile boolean unwatchable;
    private volatile @Nullable Throwable takenAt;

    Backend(Place place, PhysicalConnection physical, long generation, long expiresAt) {
        super(place, expiresAt);
        this.place = place;
        this.physical = physical;
        this.generation = generation;
    }

    Place place() {
        return place;
    }

    PhysicalConnection physical() {
        return physical;
    }

    long openedAt() {
        return openedAt;
    }

    boolean isOf(Pool pool) {
        return place.pool().equals(pool);
    }

    /** Of the credential that it was opened with. */
    long generation() {
        return generation;
    }

    @Override
    public Connection jdbc() {
        return physical.jdbc();
    }

    @Override
    public @Nullable TenantId tenant() {
        return place.tenant();
    }

    void takenAt(@Nullable Throwable where) {
        takenAt = where;
    }

    @Nullable
    Throwable takenAt() {
        return takenAt;
    }

    // --- coming back

    @Override
    public void giveBack(long stamp, int marks) {
        if (marks == 0 && isClean() && !isAwaited()) {
            leaveIdle(stamp);
        } else if (end(stamp)) {
            place.pool().server().comesBack(this, marks);
        }
    }

    private void leaveIdle(long stamp) {
        if (release(stamp)) {
            Server server = place.pool().server();
            if (isAwaited() || isRetired()) {
                server.idled(this);
            }
            server.stir();
        }
    }

    private boolean isAwaited() {
        return place.isWaitedFor() || place.pool().server().isContended();
    }

    /** Whether the next borrower can have it as it is. */
    boolean isClean() {
        return !place.pool().isStrict() && !isRetired() && !isSuspected() && !physical.changed();
    }

    /** Whether a borrower can have it without another look. */
    boolean isSound() {
        return !watched && !isSuspected() && !isRetired();
    }

    /** In a borrower's hands: ends the watch, and says whether the connection can be used. */
    boolean isLendable() {
        unwatch();
        return !isSuspected() && !isRetired();
    }

    /** Why it can't be used any more, if it can't. */
    @Nullable
    CloseReason unfit(int marks) {
        if ((marks & BROKEN) != 0) {
            return CloseReason.BROKEN;
        }
        return (marks & TAINTED) != 0 ? CloseReason.TAINTED : null;
    }

    @Override
    public void noticed(SQLException failure) {
        if (SqlState.of(failure).map(SqlState::losesSession).orElse(false)) {
            place.pool().server().lost(this);
        }
    }

    @Override
    public void abort() {
        physical.abort();
    }

    // --- while idle

    @Override
    protected boolean isWatched() {
        return watched;
    }

    @Override
    protected boolean isWatchable() {
        return !unwatchable;
    }

    /** In the pool's hands: begins to watch it. */
    void watch() {
        watched = physical.watch(this::readable);
        unwatchable = !watched;
    }

    /** After it was taken from among the idle: the driver can use it when this returns. */
    void unwatch() {
        if (watched) {
            physical.unwatch();
            watched = false;
        }
    }

    private void readable() {
        suspect();
        place.pool().server().readable(this);
    }

    @Override
    public String toString() {
        return "backend " + physical.backendPid() + " of " + place.name() + ", " + super.toString();
    }
}
