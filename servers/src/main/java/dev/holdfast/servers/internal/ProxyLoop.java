package dev.holdfast.servers.internal;

import dev.holdfast.servers.ProxyCounts;
import dev.holdfast.servers.ProxyRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a proxy: accepts, waits for sockets, timers and tasks. */
public final class ProxyLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyLoop.class);
    private static final int BACKLOG = 1_024;
    private static final Duration NO_DESCRIPTORS = Duration.ofMillis(100);
    private static final int BUFFERS_KEPT = 256;

    final LongAdder frames = new LongAdder();
    final LongAdder bytesToServer = new LongAdder();
    final LongAdder bytesToClient = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final AtomicInteger open = new AtomicInteger();

    private final Selector selector;
    private final ServerSocketChannel acceptor;
    private final InetSocketAddress target;
    private final ProxyRules rules;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    // Below: only the thread.
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
    private long connections;
    private long timersMade;

    /** What a key of the selector belongs to. */
    interface Channel {
        void ready(int operations) throws IOException;

        /** Gives up its sockets at once. */
        void abort();
    }

    private record Timer(long at, long number, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            long earlier = at - other.at;
            return earlier == 0 ? Long.compare(number, other.number) : Long.signum(earlier);
        }
    }

    private ProxyLoop(Selector selector, ServerSocketChannel acceptor, InetSocketAddress target, ProxyRules rules) {
        this.selector = selector;
        this.acceptor = acceptor;
        this.target = target;
        this.rules = rules;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("holdfast-proxy-" + acceptor.socket().getLocalPort())
                .unstarted(this::run);
    }

    public static ProxyLoop start(InetSocketAddress target, int port, ProxyRules rules) throws IOException {
        Selector selector = Selector.open();
        try {
            ServerSocketChannel acceptor = listen(port);
            acceptor.register(selector, SelectionKey.OP_ACCEPT);
            ProxyLoop loop = new ProxyLoop(selector, acceptor, target, rules);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        ServerSocketChannel acceptor = ServerSocketChannel.open();
        try {
            acceptor.configureBlocking(false);
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return acceptor.bind(new InetSocketAddress(loopback, port), BACKLOG);
        } catch (IOException e) {
            acceptor.close();
            throw e;
        }
    }

    public int port() {
        return acceptor.socket().getLocalPort();
    }

    public ProxyCounts counts() {
        return new ProxyCounts(
                accepted.sum(), open.get(), refused.sum(), bytesToServer.sum(), bytesToClient.sum(), frames.sum());
    }

    /** Runs {@code task} soon on the thread. From any thread. */
    void post(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector;
                acceptor) {
            while (!closing) {
                await();
                runTimers();
                runTasks();
            }
            new ArrayList<>(selector.keys()).forEach(ProxyLoop::abort);
        } catch (IOException e) {
            LOG.error("the proxy on port {} has ended", port(), e);
        }
    }

    private static void abort(SelectionKey key) {
        if (key.attachment() instanceof Channel channel) {
            channel.abort();
        }
    }

    private void await() throws IOException {
        Timer next = timers.peek();
        if (next == null) {
            selector.select(this::ready);
            return;
        }
        long nanos = next.at - System.nanoTime();
        if (nanos <= 0) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, Math.max(1, (nanos + 999_999) / 1_000_000));
        }
    }

    private void ready(SelectionKey key) {
        if (!(key.attachment() instanceof Channel channel)) {
            accept();
            return;
        }
        guarded(channel, () -> channel.ready(key.readyOps()));
    }

    /** Something that ends its connection if it fails. */
    interface Work {
        void run() throws IOException;
    }

    /** Whatever goes wrong with one connection must not touch the others. */
    static void guarded(Channel channel, Work work) {
        try {
            work.run();
        } catch (CancelledKeyException | IOException e) {
            channel.abort();
        } catch (RuntimeException e) {
            LOG.error("a connection through the proxy was reset, as its rules failed", e);
            channel.abort();
        }
    }

    private void runTimers() {
        long now = System.nanoTime();
        while (!timers.isEmpty() && timers.peek().at - now <= 0) {
            guarded(timers.remove().task);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            guarded(task);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the proxy failed", e);
        }
    }

    private void accept() {
        try {
            for (SocketChannel client = acceptor.accept(); client != null; client = acceptor.accept()) {
                accepted.increment();
                open.incrementAndGet();
                connections++;
                new ProxyLink(this, client, connections).connect(target);
            }
        } catch (IOException e) {
            LOG.warn("the proxy on port {} can't accept just now", port(), e);
            SelectionKey key = acceptor.keyFor(selector);
            key.interestOps(0);
            at(System.nanoTime() + NO_DESCRIPTORS.toNanos(), () -> key.interestOps(SelectionKey.OP_ACCEPT));
        }
    }

    ProxyRules.Session open(ProxyLink link) {
        return rules.opened(link);
    }

    /** The target didn't answer. */
    void refused() {
        refused.increment();
    }

    /** A client's socket was closed. */
    void gone() {
        open.decrementAndGet();
    }

    SelectionKey register(SocketChannel channel, int operations, Channel owner) throws IOException {
        return channel.register(selector, operations, owner);
    }

    /** Runs {@code task} when {@link System#nanoTime} has reached {@code nanos}. */
    void at(long nanos, Runnable task) {
        timers.add(new Timer(nanos, timersMade++, task));
    }

    /** An empty buffer, to be given back. */
    ByteBuffer borrow() {
        ByteBuffer kept = buffers.poll();
        return kept != null
                ? kept
                : ByteBuffer.allocateDirect(ProxyLane.CAPACITY).flip();
    }

    void giveBack(ByteBuffer buffer) {
        if (buffers.size() < BUFFERS_KEPT) {
            buffers.push(buffer.clear().flip());
        }
    }
}
