package dev.holdfast.catalog.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.BudgetReport;
import dev.holdfast.connections.LeaseRefused;
import dev.holdfast.core.Credential;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SqlState;
import dev.holdfast.core.TenantId;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One tenant's connections: opened when asked for, up to a maximum, kept when given back. Thread-safe. */
final class OriginalPool {
    private static final Duration GONE = Duration.ofSeconds(10);

    private static final int OPENING_ATTEMPTS = 5;

    /** A connection with its backend, and the generation of the credential that it was opened with. */
    record Physical(Connection jdbc, long backend, long generation) {}

    /** Hears what happens to connections. */
    interface Watcher {
        /** A permit for each login. */
        Semaphore logins();

        /** What to log in with. */
        Credential credential();

        void opened();

        void openFailed(SQLException cause);

        /** A connection was given back or closed. */
        void released();
    }

    private final TenantGround ground;
    private final TenantId tenant;
    private final int max;
    private final OriginalFlaw flaw;
    private final Watcher watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<Physical> idle = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Set<Physical> lent = new HashSet<>();

    @GuardedBy("lock")
    private int open;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private int waiting;

    /** Generations before this one aren't kept. */
    @GuardedBy("lock")
    private long oldest;

    OriginalPool(TenantGround ground, TenantId tenant, int max, OriginalFlaw flaw, Watcher watcher) {
        this.ground = ground;
        this.tenant = tenant;
        this.max = max;
        this.flaw = flaw;
        this.watcher = watcher;
    }

    TenantId tenant() {
        return tenant;
    }

    /** How many connections there are, and how many requests wait for one. */
    record Counts(int open, int idle, int waiting) {}

    Counts counts() {
        lock.lock();
        try {
            return new Counts(open, idle.size(), waiting);
        } finally {
            lock.unlock();
        }
    }

    int open() {
        return counts().open();
    }

    int inUse() {
        Counts now = counts();
        return now.open() - now.idle();
    }

    int idle() {
        return counts().idle();
    }

    /** A connection that is alive, if need be a new one. */
    Physical take(Deadline deadline) throws SQLException {
        while (true) {
            Physical kept = idleOrPermission(deadline);
            if (kept == null) {
                return openPermitted();
            }
            if (flaw == OriginalFlaw.LENDS_UNASKED || kept.jdbc().isValid(2)) {
                return kept;
            }
            discard(kept);
        }
    }

    /** Null is the permission to open one. */
    private @org.jspecify.annotations.Nullable Physical idleOrPermission(Deadline deadline) throws SQLException {
        lock.lock();
        try {
            while (!closed) {
                Physical kept = flaw == OriginalFlaw.LENDS_TWICE ? idle.peek() : idle.poll();
                if (kept != null) {
                    lent.add(kept);
                    return kept;
                }
                if (open < max) {
                    open++;
                    return null;
                }
                await(deadline);
            }
            throw new SQLNonTransientConnectionException("database is closed", "08003");
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(Deadline deadline) throws LeaseRefused {
        waiting++;
        try {
            if (changed.awaitNanos(deadline.remaining().toNanos()) <= 0) {
                throw refused("tenant " + tenant + " has all of its " + max + " connections in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("interrupted");
        } finally {
            waiting--;
        }
    }

    static LeaseRefused refused(String message) {
        return refused(message, Duration.ofMillis(100));
    }

    static LeaseRefused refused(String message, Duration retryAfter) {
        BudgetReport nobody = new BudgetReport(0, 0, 0, List.of(), List.of());
        return new LeaseRefused(LeaseRefused.Reason.TIMED_OUT, message, "53400", retryAfter, nobody, null);
    }

    private Physical openPermitted() throws SQLException {
        try {
            Physical fresh = opened();
            lock.lock();
            try {
                lent.add(fresh);
            } finally {
                lock.unlock();
            }
            watcher.opened();
            return fresh;
        } catch (SQLException e) {
            forget();
            watcher.openFailed(e);
            throw e;
        }
    }

    /** Tries again if somebody ends the session in the middle. */
    private Physical opened() throws SQLException {
        watcher.logins().acquireUninterruptibly();
        try {
            if (flaw == OriginalFlaw.LOGS_IN_TO_TRY) {
                Physical trial = openedInSpiteOfEnds();
                end(trial.jdbc());
                awaitGone(trial);
            }
            return openedInSpiteOfEnds();
        } finally {
            watcher.logins().release();
        }
    }

    private Physical openedInSpiteOfEnds() throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                Credential credential = watcher.credential();
                Connection jdbc = ground.open(tenant, credential);
                return new Physical(jdbc, Sql.number(jdbc, "select pg_backend_pid()"), credential.generation());
            } catch (SQLException e) {
                if (attempt == OPENING_ATTEMPTS || !ended(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean ended(SQLException e) {
        return SqlState.of(e).filter(SqlState.ADMIN_SHUTDOWN::equals).isPresent();
    }

    /** Keeps one more connection than is asked for yet. */
    void warm() throws SQLException {
        lock.lock();
        try {
            open++;
        } finally {
            lock.unlock();
        }
        giveBack(openPermitted(), false);
    }

    void giveBack(Physical physical, boolean broken) {
        if (broken || flaw == OriginalFlaw.KEEPS_NONE || !reset(physical.jdbc()) || !keep(physical)) {
            discard(physical);
        }
        watcher.released();
    }

    private boolean reset(Connection jdbc) {
        if (flaw == OriginalFlaw.LENDS_AS_LEFT) {
            return true;
        }
        try {
            if (!jdbc.getAutoCommit()) {
                jdbc.rollback();
                jdbc.setAutoCommit(true);
            }
            jdbc.setReadOnly(false);
            Sql.run(jdbc, "discard all");
            jdbc.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean keep(Physical physical) {
        lock.lock();
        try {
            lent.remove(physical);
            if (closed || physical.generation() < oldest || flaw == OriginalFlaw.KEEPS_NOTHING) {
                return false;
            }
            if (!idle.contains(physical)) {
                idle.push(physical);
            }
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void discard(Physical physical) {
        if (flaw == OriginalFlaw.COUNTS_UNTIL_CLOSE_BEGINS) {
            forget();
            end(physical.jdbc());
        } else {
            end(physical.jdbc());
            awaitGone(physical);
            forget();
        }
        lock.lock();
        try {
            lent.remove(physical);
        } finally {
            lock.unlock();
        }
    }

    private void awaitGone(Physical physical) {
        try {
            ground.awaitGone(physical.backend(), Deadline.in(GONE));
        } catch (SQLException e) {
            assert e != null; // the server is gone, and the backend with it
        }
    }

    static void end(Connection jdbc) {
        try {
            jdbc.close();
        } catch (SQLException lost) {
            assert lost != null;
        }
    }

    private void forget() {
        lock.lock();
        try {
            open--;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Closes what nobody uses; with {@code lentToo}, what is lent as well. Further requests fail. */
    void close(boolean lentToo) {
        List<Physical> ending = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            ending.addAll(idle);
            idle.clear();
            if (lentToo) {
                lent.forEach(physical -> abort(physical.jdbc()));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        ending.forEach(this::discard);
    }

    private static void abort(Connection jdbc) {
        try {
            jdbc.abort(Runnable::run);
        } catch (SQLException lost) {
            assert lost != null;
        }
    }

    /** Closes connections of generations before this one: the idle at once, the others when they come back. */
    void retire(long generation) {
        List<Physical> ending = new ArrayList<>();
        lock.lock();
        try {
            oldest = generation;
            idle.stream().filter(one -> one.generation() < generation).forEach(ending::add);
            idle.removeAll(ending);
        } finally {
            lock.unlock();
        }
        ending.forEach(this::discard);
    }

    /** Closes the idle connections, as after some time without use. */
    void reap() {
        int kept = flaw == OriginalFlaw.KEEPS_ONE_OF_EACH ? 1 : 0;
        List<Physical> ending = new ArrayList<>();
        lock.lock();
        try {
            while (idle.size() > kept) {
                ending.add(idle.pop());
            }
        } finally {
            lock.unlock();
        }
        ending.forEach(this::discard);
    }
}
