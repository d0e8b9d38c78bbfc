package dev.holdfast.connections.internal.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.connections.spi.Attempt;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that the driver opens in one attempt: one, or more if it begins anew with or without encryption. Found by
 * an id, as the driver makes its socket factory from a string.
 */
final class AttemptSockets implements AutoCloseable {
    private static final AtomicLong IDS = new AtomicLong();
    private static final ConcurrentMap<String, AttemptSockets> OPEN = new ConcurrentHashMap<>();

    private final String id = Long.toString(IDS.incrementAndGet());
    private final Attempt attempt;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<HalfClosingSocket> sockets = new ArrayList<>(1);

    @GuardedBy("lock")
    private boolean over;

    private AttemptSockets(Attempt attempt) {
        this.attempt = attempt;
    }

    /** To be closed at the end of the attempt, which ends what the driver didn't keep. */
    static AttemptSockets of(Attempt attempt) {
        AttemptSockets sockets = new AttemptSockets(attempt);
        OPEN.put(sockets.id, sockets);
        return sockets;
    }

    static AttemptSockets find(String id) {
        AttemptSockets found = OPEN.get(id);
        if (found == null) {
            throw new IllegalStateException("no attempt to connect has the id " + id);
        }
        return found;
    }

    String id() {
        return id;
    }

    /** After the attempt, a plain one: the driver wants it for a request to cancel a query. */
    Socket newSocket() throws IOException {
        lock.lock();
        try {
            if (over) {
                return new Socket();
            }
            HalfClosingSocket socket = HalfClosingSocket.open();
            sockets.add(socket);
            attempt.uses(socket::abort);
            return socket;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The socket of the connection that the driver has made. From now on the attempt can't be aborted.
     *
     * @throws IOException if it was aborted before
     */
    HalfClosingSocket keep() throws IOException {
        lock.lock();
        try {
            attempt.uses(() -> {});
            HalfClosingSocket kept = sockets.getLast();
            kept.established();
            sockets.removeLast();
            return kept;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the attempt. {@link #end} is to be called before. */
    @Override
    public void close() {
        OPEN.remove(id);
    }

    /** Ends all sockets that were not kept, each with {@code patience}, and says to the attempt if a backend may be left. */
    void end(Duration patience) {
        for (HalfClosingSocket socket : leftOver()) {
            if (!socket.end(patience)) {
                attempt.backendUnknown();
            }
        }
    }

    private List<HalfClosingSocket> leftOver() {
        lock.lock();
        try {
            over = true;
            return List.copyOf(sockets);
        } finally {
            lock.unlock();
        }
    }

    /** Only for tests: nothing is remembered of attempts that are over. */
    static @Nullable AttemptSockets any() {
        return OPEN.values().stream().findAny().orElse(null);
    }
}
