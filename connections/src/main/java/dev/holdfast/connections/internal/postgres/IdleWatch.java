package dev.holdfast.connections.internal.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the sockets of idle connections, all with one thread, which begins with the first of them: the server only
 * speaks to an idle session to say that something is wrong, or that something happened. Thread-safe.
 *
 * <p>A watch registers and ends under a lock of its own, so that whoever ends it need not wait for the thread: the key is
 * cancelled, the channel blocks again if it did before, and what the selector has yet to clear away is looked through by nobody.
 */
public final class IdleWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdleWatch.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Watched> arriving = new ConcurrentLinkedQueue<>();

    @GuardedBy("lock")
    private @Nullable Thread thread;

    /** Written under the lock, before the thread that reads it begins. */
    private volatile @Nullable Selector selector;

    private volatile boolean closed;

    /** Nothing is watched yet, and there is no thread. */
    public IdleWatch() {}

    /**
     * Calls {@code readable} once, on this watch's thread, if there is something to read from {@code channel}, or it is
     * closed by the peer. Until the watch has ended nobody else may use the channel.
     *
     * @throws IOException if it can't be watched; the channel is as before
     */
    Watched watch(SocketChannel channel, Runnable readable) throws IOException {
        Selector running = running();
        Watched watched = new Watched(channel, readable, running, channel.isBlocking());
        channel.configureBlocking(false);
        arriving.add(watched);
        running.wakeup();
        return watched;
    }

    private Selector running() throws IOException {
        Selector known = selector;
        return known == null || closed ? start() : known;
    }

    private Selector start() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the watch over idle connections is closed");
            }
            Selector known = selector;
            if (known != null) {
                return known;
            }
            Selector opened = Selector.open();
            selector = opened;
            thread = Thread.ofPlatform().name("holdfast-watch").daemon().start(() -> run(opened));
            return opened;
        } finally {
            lock.unlock();
        }
    }

    private void run(Selector running) {
        try (running) {
            while (!closed) {
                running.select(key -> ((Watched) key.attachment()).fire());
                register(running);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.error("idle connections aren't watched any more, only asked before they are lent", e);
        }
    }

    /** A channel whose former key was cancelled since the selector looked has to wait until it looks again, at once. */
    private void register(Selector running) {
        for (Watched watched = arriving.poll(); watched != null; watched = arriving.poll()) {
            if (!watched.register()) {
                arriving.add(watched);
                running.wakeup();
                return;
            }
        }
    }

    /** Ends the thread. What is still watched is watched no more; those watches are yet to be ended. */
    @Override
    public void close() {
        Thread running = stop();
        if (running != null && !running.equals(Thread.currentThread())) {
            awaitEnd(running);
        }
    }

    private @Nullable Thread stop() {
        lock.lock();
        try {
            closed = true;
            Selector known = selector;
            if (known != null) {
                known.wakeup();
            }
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private static void awaitEnd(Thread running) {
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it ends by itself
        }
    }

    /** One channel, watched until {@link #end}. */
    static final class Watched {
        private final SocketChannel channel;
        private final Runnable readable;
        private final Selector selector;

        /** As the channel was before. */
        private final boolean blocking;

        private final ReentrantLock lock = new ReentrantLock();

        @GuardedBy("lock")
        private @Nullable SelectionKey key;

        @GuardedBy("lock")
        private boolean over;

        private Watched(SocketChannel channel, Runnable readable, Selector selector, boolean blocking) {
            this.channel = channel;
            this.readable = readable;
            this.selector = selector;
            this.blocking = blocking;
        }

        /** False if the selector must first clear away an earlier key of the channel. */
        private boolean register() {
            lock.lock();
            try {
                if (!over) {
                    key = channel.register(selector, SelectionKey.OP_READ, this);
                }
                return true;
            } catch (CancelledKeyException e) {
                return false;
            } catch (ClosedChannelException e) {
                fire();
                return true;
            } finally {
                lock.unlock();
            }
        }

        private void fire() {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    cancel();
                    call();
                }
            } finally {
                lock.unlock();
            }
        }

        private void call() {
            try {
                readable.run();
            } catch (RuntimeException e) {
                LOG.error("a call about an idle connection failed", e);
            }
        }

        @GuardedBy("lock")
        private void cancel() {
            if (key != null) {
                key.cancel();
                key = null;
            }
        }

        /**
         * Ends the watch, if it hasn't, and lets the channel block again if it did. The call that it was for doesn't begin any more, and
         * one that runs on another thread has ended, when this returns.
         *
         * @throws IOException if the channel is closed
         */
        void end() throws IOException {
            lock.lock();
            try {
                over = true;
                cancel();
                channel.configureBlocking(blocking);
            } finally {
                lock.unlock();
            }
            selector.wakeup(); // clears the key away
        }
    }
}
