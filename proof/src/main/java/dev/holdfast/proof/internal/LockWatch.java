package dev.holdfast.proof.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at {@code pg_stat_activity} again and again and counts the steps that were seen waiting for a lock. A sample: a
 * short wait may be missed, none is invented.
 */
final class LockWatch {
    private static final String WAITING = """
            select application_name from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock' and application_name like ?""";
    private static final long LEAST_PAUSE_NANOS = 2_000_000;

    private final Connection connection;
    private final String prefix;
    private final List<SessionRun> sessions;

    private volatile boolean awaited;
    private volatile @Nullable Thread watching;

    @GuardedBy("this")
    private final Set<String> seen = new HashSet<>();

    LockWatch(Connection connection, String prefix, List<SessionRun> sessions) {
        this.connection = connection;
        this.prefix = prefix;
        this.sessions = sessions;
    }

    /**
     * Samples until interrupted. The pause keeps the watch at a fifth of one core while somebody waits at a gate, and at a
     * twenty-fifth otherwise, so that it doesn't slow down what it watches.
     */
    void watch() throws SQLException {
        watching = Thread.currentThread();
        try (PreparedStatement look = connection.prepareStatement(WAITING)) {
            look.setString(1, prefix + "%");
            while (!Thread.currentThread().isInterrupted()) {
                long before = System.nanoTime();
                sample(look);
                long cost = System.nanoTime() - before;
                LockSupport.parkNanos(Math.max(LEAST_PAUSE_NANOS, (awaited ? 4 : 24) * cost));
            }
        }
    }

    private void sample(PreparedStatement look) throws SQLException {
        long[] begun = sessions.stream().mapToLong(SessionRun::begun).toArray();
        Set<String> now = new HashSet<>();
        try (ResultSet rows = look.executeQuery()) {
            while (rows.next()) {
                int number = Integer.parseInt(rows.getString(1).substring(prefix.length()));
                if (sessions.get(number).begun() == begun[number]) { // else whose wait it was isn't known
                    now.add(number + ":" + begun[number]);
                }
            }
        }
        note(now);
    }

    private synchronized void note(Set<String> now) {
        seen.addAll(now);
        if (!now.isEmpty()) {
            notifyAll();
        }
    }

    /** How many steps were seen waiting so far. */
    synchronized long waits() {
        return seen.size();
    }

    /** Waits until {@code more} further steps have been seen waiting, or the deadline has passed. */
    synchronized boolean await(long before, int more, long deadlineNanos) throws InterruptedException {
        awaited = true;
        LockSupport.unpark(watching);
        try {
            return awaitSeen(before, more, deadlineNanos);
        } finally {
            awaited = false;
        }
    }

    @GuardedBy("this")
    private boolean awaitSeen(long before, int more, long deadlineNanos) throws InterruptedException {
        while (seen.size() - before < more) {
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return true;
    }
}
