package dev.holdfast.coupons;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.Lease;
import dev.holdfast.core.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One request at work: its deadline, its connections, and how it is stopped. One thread works on it; any may stop it.
 *
 * <p>Stopped by its client's hang-up, it ends where it is: in the queue for a connection by interruption, in a statement by
 * a cancel request, which leaves the connection in order. A COMMIT is not cancelled. What is still out some time after the
 * deadline has not heard of its timeouts, as when the network swallows everything; its connection is aborted.
 */
final class Call {
    private static final String CANCELED = "57014";

    /** A cancel that comes between two statements meets none: it is repeated until the work has ended. */
    private static final Duration AGAIN = Duration.ofMillis(20);

    private final Database database;
    private final Deadline deadline;
    private final Duration acquire;
    private final AtomicBoolean told = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    @GuardedBy("this")
    private @Nullable Thread waiting;

    @GuardedBy("this")
    private @Nullable Statement running;

    @GuardedBy("this")
    private boolean gone;

    /** The newest; not guarded, as it is to be aborted also while a cancel request hangs. */
    private volatile @Nullable Lease lease;

    private volatile boolean overdue;

    Call(Database database, Timeouts timeouts) {
        this.database = database;
        this.deadline = Deadline.in(timeouts.request());
        this.acquire = timeouts.acquire();
    }

    Deadline deadline() {
        return deadline;
    }

    boolean isHealthy() {
        return database.isHealthy(soon());
    }

    DataSource dataSource() {
        return Cancellable.dataSource(this);
    }

    // --- the thread that works

    Connection connect() throws SQLException {
        wait(Thread.currentThread());
        try {
            Lease taken = database.lease(soon());
            lease = taken;
            return taken;
        } finally {
            waited();
        }
    }

    private Deadline soon() {
        Duration left = deadline.remaining();
        return Deadline.in(left.compareTo(acquire) < 0 ? left : acquire);
    }

    private synchronized void wait(Thread thread) throws SQLException {
        requireClient();
        waiting = thread;
    }

    /** An interruption that came too late is not for what follows. */
    private synchronized void waited() {
        waiting = null;
        if (gone) {
            Thread.interrupted();
        }
    }

    synchronized void running(Statement statement) throws SQLException {
        requireClient();
        running = statement;
    }

    synchronized void idle() {
        running = null;
    }

    @GuardedBy("this")
    private void requireClient() throws SQLException {
        if (gone) {
            throw new SQLException("the client has hung up", CANCELED);
        }
    }

    /** The work has ended, and its connections are back. */
    void end() {
        ended.countDown();
    }

    // --- others

    /** Its client is not there any more. May be told several times. */
    void hungUp() {
        if (ended.getCount() > 0 && !told.getAndSet(true)) {
            Thread.ofVirtual().name("coupons-hung-up").start(this::stop);
        }
    }

    private void stop() {
        do {
            cancel();
        } while (!hasEnded(AGAIN));
    }

    private synchronized void cancel() {
        gone = true;
        try {
            if (waiting != null) {
                waiting.interrupt();
            } else if (running != null) {
                running.cancel();
            }
        } catch (SQLException e) {
            // The server can't be reached: then the connection is lost as well, or is aborted when it is overdue.
        }
    }

    private boolean hasEnded(Duration patience) {
        try {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** It should have ended by itself. */
    void abort() throws SQLException {
        overdue = true;
        Lease out = lease;
        if (out != null) {
            out.abort(Runnable::run);
        }
    }

    boolean isOverdue() {
        return overdue;
    }
}
