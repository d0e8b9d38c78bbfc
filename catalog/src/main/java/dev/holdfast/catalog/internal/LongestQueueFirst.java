package dev.holdfast.catalog.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.Tenants;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A keyed pool without fairness: a slot that is given back goes to the tenant whose queue is longest, as general pools do it.
 * Otherwise right. Thread-safe.
 */
public final class LongestQueueFirst implements TenantSource {
    private final TenantGround ground;
    private final TenantSettings settings;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<TenantId, Deque<Turn>> queues = new HashMap<>();

    @GuardedBy("lock")
    private int free;

    private final AtomicLong opens = new AtomicLong();

    /** A place in a queue: granted a connection, or, empty, the permission to open one. */
    private static final class Turn {
        final CompletableFuture<Optional<Connection>> granted = new CompletableFuture<>();
    }

    private LongestQueueFirst(TenantGround ground, TenantSettings settings) {
        this.ground = ground;
        this.settings = settings;
        this.free = settings.slots();
    }

    static TenantSource open(TenantGround ground, TenantSettings settings) {
        return new LongestQueueFirst(ground, settings);
    }

    @Override
    public Connection lease(TenantId tenant, Deadline deadline) throws SQLException {
        Optional<Connection> kept = granted(tenant, enqueue(tenant), deadline);
        Connection jdbc = kept.isPresent() ? kept.get() : opened(tenant);
        return OriginalLease.of(jdbc, broken -> giveBack(tenant, jdbc));
    }

    private Connection opened(TenantId tenant) throws SQLException {
        opens.incrementAndGet();
        return ground.open(tenant);
    }

    private Turn enqueue(TenantId tenant) {
        Turn turn = new Turn();
        lock.lock();
        try {
            if (free > 0) {
                free--;
                turn.granted.complete(Optional.empty());
            } else {
                queues.computeIfAbsent(tenant, t -> new ArrayDeque<>()).add(turn);
            }
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Connection> granted(TenantId tenant, Turn turn, Deadline deadline) throws SQLException {
        try {
            return turn.granted.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (withdrawn(tenant, turn)) {
                throw OriginalPool.refused("no connection for tenant " + tenant + " in time");
            }
            return turn.granted.join();
        } catch (InterruptedException | ExecutionException e) {
            Thread.currentThread().interrupt();
            throw OriginalPool.refused("interrupted");
        }
    }

    private boolean withdrawn(TenantId tenant, Turn turn) {
        lock.lock();
        try {
            Deque<Turn> queue = queues.get(tenant);
            return queue != null && queue.remove(turn);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(TenantId owner, Connection jdbc) {
        lock.lock();
        try {
            Optional<Map.Entry<TenantId, Deque<Turn>>> longest = queues.entrySet().stream()
                    .filter(queue -> !queue.getValue().isEmpty())
                    .max(Comparator.comparingInt(queue -> queue.getValue().size()));
            boolean same = longest.isPresent() && longest.get().getKey().equals(owner);
            if (!same) {
                OriginalPool.end(jdbc);
            }
            if (longest.isEmpty()) {
                free++;
            } else {
                longest.get().getValue().remove().granted.complete(same ? Optional.of(jdbc) : Optional.empty());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void register(TenantId tenant) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int registered() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean create(TenantId tenant, Tenants.Contents contents, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(TenantId tenant, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void drop(TenantId tenant, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean ready(TenantId tenant) {
        return true;
    }

    /** Some more: it doesn't wait until a backend is gone, which isn't its fault here. */
    @Override
    public int budget() {
        return 10 * settings.slots();
    }

    @Override
    public Figures figures() {
        return new Figures(0, 0, opens.get(), 0);
    }

    @Override
    public boolean awaitIdleClosed(Deadline deadline) {
        return true;
    }

    @Override
    public List<Throwable> openFailures() {
        return List.of();
    }

    /** Every connection is given back by then, and ends there. */
    @Override
    public void close() {
        try {
            ground.awaitNoSessions(Deadline.in(TenantTrial.PATIENCE));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
