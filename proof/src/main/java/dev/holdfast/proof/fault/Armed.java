package dev.holdfast.proof.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.core.Deadline;
import dev.holdfast.servers.ProxyAction.Ending;
import dev.holdfast.servers.ProxyConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A fault in a running proxy, and what it has done so far. Thread-safe. */
public final class Armed {
    /** More evidence of one fault isn't kept; it is still counted. */
    private static final int KEPT = 1_000;

    private final Fault fault;
    private final Consumer<Armed> disarm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition again = lock.newCondition();

    @GuardedBy("lock")
    private final List<Firing> firings = new ArrayList<>();

    @GuardedBy("lock")
    private final List<ProxyConnection> holes = new ArrayList<>();

    @GuardedBy("lock")
    private boolean disarmed;

    @GuardedBy("lock")
    private int fired;

    /** Only the proxy's thread. */
    private long occurrences;

    /** Only the proxy's thread. */
    private boolean begun;

    Armed(Fault fault, Consumer<Armed> disarm) {
        this.fault = fault;
        this.disarm = disarm;
    }

    public Fault fault() {
        return fault;
    }

    /** How often it has fired. */
    public int fired() {
        lock.lock();
        try {
            return fired;
        } finally {
            lock.unlock();
        }
    }

    /** Evidence of the first thousand times, in order. */
    public List<Firing> firings() {
        lock.lock();
        try {
            return List.copyOf(firings);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until it has fired at least once.
     *
     * @return the first firing; nothing if it didn't within {@code limit} or the thread was interrupted, and stays so
     */
    public Optional<Firing> await(Duration limit) {
        return await(1, limit) ? Optional.of(firings().get(0)) : Optional.empty();
    }

    /** Waits until it has fired at least {@code times}; false if it didn't, or the thread was interrupted, and stays so. */
    public boolean await(int times, Duration limit) {
        Deadline deadline = Deadline.in(limit);
        lock.lock();
        try {
            while (fired < times) {
                if (again.awaitNanos(deadline.remaining().toNanos()) <= 0 && fired < times) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** It fires no more; connections that it has made black holes or half-open are reset. Calling it again does nothing. */
    public void disarm() {
        disarm.accept(this);
        List<ProxyConnection> swallowed;
        lock.lock();
        try {
            disarmed = true;
            swallowed = List.copyOf(holes);
            holes.clear();
        } finally {
            lock.unlock();
        }
        swallowed.forEach(connection -> connection.end(Ending.RESET, Ending.RESET));
    }

    /** One more occurrence: whether the fault strikes there. On the proxy's thread. */
    boolean strikes() {
        occurrences++;
        boolean now = fault.nth() == 0 || (occurrences >= fault.nth() && !begun);
        begun |= now;
        return now;
    }

    void add(Firing firing) {
        lock.lock();
        try {
            fired++;
            if (firings.size() < KEPT) {
                firings.add(firing);
            }
            again.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** If it was disarmed at the same moment, nobody else would end the connection. */
    void swallow(ProxyConnection connection) {
        if (!kept(connection)) {
            connection.end(Ending.RESET, Ending.RESET);
        }
    }

    private boolean kept(ProxyConnection connection) {
        lock.lock();
        try {
            return !disarmed && holes.add(connection);
        } finally {
            lock.unlock();
        }
    }

    void forget(ProxyConnection connection) {
        lock.lock();
        try {
            holes.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return fault + " (fired " + fired() + " times)";
    }
}
