package dev.holdfast.junit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Databases cloned from one template ahead of time, each with a role and an open connection. Thread-safe.
 *
 * <p>Few threads make, put back and drop them, so that a test does nothing but take one from a queue and ask whether its
 * connection lives. Who takes faster than they can make, waits; who gives back faster than they can drop, waits when taking:
 * dropping comes first as soon as more are to be dropped than are kept ready.
 */
public final class ReadyDatabases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyDatabases.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_WORKERS = 4;
    private static final int ATTEMPTS = 3;

    private final PostgresServer server;
    private final String template;
    private final int ahead;
    private final @Nullable Recycling recycling;
    private final List<Thread> workers = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition arrived = lock.newCondition();

    @GuardedBy("lock")
    private final Deque<ReadyDatabase> ready = new ArrayDeque<>();

    /** Their connections were lost. */
    @GuardedBy("lock")
    private final Deque<ReadyDatabase> dead = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Map<String, ReadyDatabase> lent = new HashMap<>();

    @GuardedBy("lock")
    private final Deque<Returned> recyclable = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Deque<Returned> doomed = new ArrayDeque<>();

    /** Each for one who waits. */
    @GuardedBy("lock")
    private final Deque<SQLException> failures = new ArrayDeque<>();

    @GuardedBy("lock")
    private int making;

    @GuardedBy("lock")
    private int waiting;

    @GuardedBy("lock")
    private int mostLent;

    /** After a failure that nobody waited for; the next who takes or gives back is the one who wants another try. */
    @GuardedBy("lock")
    private boolean paused;

    @GuardedBy("lock")
    private boolean closed;

    /** Given back, and the attempts to drop it. */
    private record Returned(ReadyDatabase database, int attempts) {}

    private interface Job {
        void run(DatabaseMaker maker);
    }

    private interface Making {
        ReadyDatabase with(DatabaseMaker maker) throws SQLException;
    }

    /**
     * Begins to make them.
     *
     * @param template the name of the database to clone
     * @param ahead how many are kept ready
     * @param recycle whether a database that can be put back as it was is lent again
     */
    public ReadyDatabases(PostgresServer server, String template, int ahead, boolean recycle) {
        this.server = server;
        this.template = template;
        this.ahead = ahead;
        this.recycling = recycle ? new Recycling(server.user()) : null;
        int count = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_WORKERS);
        for (int i = 1; i <= count; i++) {
            workers.add(
                    Thread.ofPlatform().daemon().name("holdfast-databases-" + i).start(this::work));
        }
    }

    /**
     * Lends a ready database; waits while there is none.
     *
     * @throws SQLException if none could be made, with the SQLSTATE; who takes next tries again
     */
    public Lease take() throws SQLException {
        while (true) {
            ReadyDatabase next = next();
            if (next.alive()) {
                return next.lease();
            }
            bury(next);
        }
    }

    /** Lends {@code count} at once; all or, if one can't be made, none. */
    public List<Lease> take(int count) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        reserve(count);
        try {
            while (leases.size() < count) {
                leases.add(take());
                reserve(-1);
            }
            return leases;
        } catch (SQLException | RuntimeException e) {
            leases.forEach(lease -> giveBack(lease, true));
            throw e;
        } finally {
            reserve(leases.size() - count);
        }
    }

    /**
     * Waits until {@code count} are ready, at most as many as are kept so.
     *
     * @throws SQLException if one can't be made
     */
    public void awaitReady(int count) throws SQLException {
        lock.lock();
        try {
            paused = false;
            work.signalAll();
            for (long left = PATIENCE.toNanos(); ready.size() < Math.min(count, ahead); ) {
                if (closed || paused || left <= 0) {
                    throw new SQLException(ready.size() + " of " + count + " databases are ready", "57014");
                }
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for databases", "57014", e);
        } finally {
            lock.unlock();
        }
    }

    private void reserve(int more) {
        lock.lock();
        try {
            waiting(more);
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody gets a failure from before. */
    @GuardedBy("lock")
    private void waiting(int more) {
        waiting += more;
        if (waiting == 0) {
            failures.clear();
        }
    }

    private ReadyDatabase next() throws SQLException {
        lock.lock();
        try {
            paused = false;
            waiting(1);
            work.signalAll();
            return lend();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private ReadyDatabase lend() throws SQLException {
        try {
            ReadyDatabase next = await();
            lent.put(next.name(), next);
            mostLent = Math.max(mostLent, lent.size());
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a database", "57014", e);
        } finally {
            waiting(-1);
            work.signalAll();
        }
    }

    @GuardedBy("lock")
    private ReadyDatabase await() throws SQLException, InterruptedException {
        long left = PATIENCE.toNanos();
        while (closed || ready.isEmpty()) {
            if (closed) {
                throw new IllegalStateException(this + " are closed");
            }
            if (!failures.isEmpty()) {
                throw failed(failures.remove());
            }
            if (left <= 0) {
                throw new SQLException(
                        "no database was ready within " + PATIENCE.toSeconds() + " s\n  detail: " + lent.size()
                                + " are lent, " + making + " are being made, " + doomed.size() + " are to be dropped.",
                        "57014");
            }
            left = arrived.awaitNanos(left);
        }
        return ready.remove();
    }

    private SQLException failed(SQLException e) {
        return new SQLException(
                "could not make a database\n  detail: " + e.getMessage() + " (" + e.getSQLState() + "); template "
                        + template + " on " + server + ".",
                e.getSQLState(),
                e);
    }

    private void bury(ReadyDatabase found) {
        lock.lock();
        try {
            lent.remove(found.name());
            dead.add(found);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a database back; returns at once, and it is dropped or put back as it was in the background. Giving it back
     * twice does nothing.
     *
     * @param clean whether nobody is connected and nothing leaked
     */
    public void giveBack(Lease lease, boolean clean) {
        lock.lock();
        try {
            ReadyDatabase used = lent.remove(lease.database().name());
            if (used != null) {
                (clean && recycling != null ? recyclable : doomed).add(new Returned(used, 0));
                paused = false;
                work.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try (DatabaseMaker maker = new DatabaseMaker(server, template, recycling)) {
            for (Optional<Job> job = job(); job.isPresent(); job = job()) {
                job.get().run(maker);
            }
        }
    }

    /** Waits for one; nothing at the end. */
    private Optional<Job> job() {
        lock.lock();
        try {
            while (true) {
                Job job = closed ? lastJob() : paused ? null : choose();
                if (job != null || closed) {
                    return Optional.ofNullable(job);
                }
                work.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who waits comes first, unless too many are to be dropped; what is cheaper, before what is dearer. */
    @GuardedBy("lock")
    private @Nullable Job choose() {
        boolean room = ready.size() + making < ahead + Math.max(waiting, mostLent);
        boolean wanted = ready.size() + making < ahead + waiting;
        if (doomed.size() > Math.max(ahead, workers.size())) {
            return dropping(doomed.remove());
        }
        if (!recyclable.isEmpty()) {
            Returned used = recyclable.remove();
            return room ? recycling(used) : dropping(used);
        }
        if (wanted) {
            return dead.isEmpty() ? making(DatabaseMaker::make, null) : reviving(dead.remove());
        }
        return doomed.isEmpty() ? null : dropping(doomed.remove());
    }

    @GuardedBy("lock")
    private @Nullable Job lastJob() {
        ready.forEach(database -> doomed.add(new Returned(database, ATTEMPTS - 1)));
        dead.forEach(database -> doomed.add(new Returned(database, ATTEMPTS - 1)));
        lent.values().forEach(database -> doomed.add(new Returned(database, ATTEMPTS - 1)));
        doomed.addAll(recyclable);
        ready.clear();
        dead.clear();
        lent.clear();
        recyclable.clear();
        return doomed.isEmpty() ? null : dropping(doomed.remove());
    }

    @GuardedBy("lock")
    private Job reviving(ReadyDatabase database) {
        return making(maker -> maker.revive(database), database);
    }

    @GuardedBy("lock")
    private Job making(Making how, @Nullable ReadyDatabase from) {
        making++;
        return maker -> {
            try {
                made(how.with(maker));
            } catch (SQLException e) {
                notMade(e, from);
            } catch (RuntimeException e) {
                notMade(new SQLException(e.toString(), "XX000", e), from);
            }
        };
    }

    private void made(ReadyDatabase database) {
        lock.lock();
        try {
            making--;
            ready.add(database);
            arrived.signalAll();
            if (closed) {
                work.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A database that is gone is made anew. */
    private void notMade(SQLException e, @Nullable ReadyDatabase from) {
        lock.lock();
        try {
            making--;
            if (from != null && "3D000".equals(e.getSQLState())) {
                return;
            }
            if (from != null) {
                dead.add(from);
            }
            if (failures.size() < waiting) {
                failures.add(e);
                arrived.signalAll();
            } else {
                LOG.debug("could not make a database, and nobody waits for it", e);
                paused = true;
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Job recycling(Returned used) {
        making++;
        return maker -> {
            Optional<ReadyDatabase> again = Optional.empty();
            try {
                again = maker.recycle(used.database());
            } catch (SQLException | RuntimeException e) {
                LOG.debug("{} could not be recycled", used.database(), e);
            }
            recycled(used, again);
        };
    }

    private void recycled(Returned used, Optional<ReadyDatabase> again) {
        lock.lock();
        try {
            making--;
            if (again.isPresent()) {
                ready.add(again.get());
            } else {
                doomed.add(used);
            }
            arrived.signalAll();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Job dropping(Returned used) {
        return maker -> {
            try {
                maker.drop(used.database());
            } catch (SQLException | RuntimeException e) {
                LOG.debug("{} could not be dropped", used.database(), e);
                notDropped(used);
            }
        };
    }

    private void notDropped(Returned used) {
        lock.lock();
        try {
            if (used.attempts() + 1 < ATTEMPTS) {
                doomed.add(new Returned(used.database(), used.attempts() + 1));
                paused = true;
            } else if (!server.ours()) {
                LOG.warn("{} is left until this run's end, or the next run's start", used.database());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops all that are ready or lent, and waits until they and those that were given back are gone. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        for (Thread worker : workers) {
            join(worker);
        }
    }

    private static void join(Thread worker) {
        try {
            worker.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For tests: how many of this pool's databases there are, whoever has them. */
    int databases() {
        lock.lock();
        try {
            return ready.size() + dead.size() + lent.size() + recyclable.size() + doomed.size() + making;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "databases like " + template;
    }
}
