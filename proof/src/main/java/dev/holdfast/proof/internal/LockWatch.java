package dev.holdfast.proof.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks at {@code pg_stat_activity} again and again and counts what was seen waiting for a lock. A sample: a
 * short wait may be missed, none is invented.
 */
final class LockWatch {
    private static final String WAITING = """
            select application_name, pid || '@' || query_start from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock' and application_name like ?""";
    private static final String OBSERVERS = "holdfast-";
    private static final long LEAST_PAUSE_NANOS = 2_000_000;

    private final Connection connection;
    private final String prefix;
    private final List<SessionRun> sessions;

    private volatile boolean awaited;
    private volatile @Nullable Thread watching;

    @GuardedBy("this")
    private final Set<String> seen = new HashSet<>();

    private LockWatch(Connection connection, String prefix, List<SessionRun> sessions) {
        this.connection = connection;
        this.prefix = prefix;
        this.sessions = sessions;
    }

    /** Counts the steps of {@code sessions}, whose connections are named {@code prefix} and their number. */
    static LockWatch of(Connection connection, String prefix, List<SessionRun> sessions) {
        return new LockWatch(connection, prefix, sessions);
    }

    /** Counts the statements of whoever is in the database. */
    static LockWatch ofAll(Connection connection) {
        return new LockWatch(connection, "", List.of());
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
                waiting(rows, begun).ifPresent(now::add);
            }
        }
        note(now);
    }

    /** What is counted once, however often it is seen. */
    private Optional<String> waiting(ResultSet row, long[] begun) throws SQLException {
        String application = row.getString(1);
        if (prefix.isEmpty()) {
            return application.startsWith(OBSERVERS) ? Optional.empty() : Optional.of(row.getString(2));
        }
        int number = Integer.parseInt(application.substring(prefix.length()));
        boolean still = sessions.get(number).begun() == begun[number]; // else whose wait it was isn't known
        return still ? Optional.of(number + ":" + begun[number]) : Optional.empty();
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
