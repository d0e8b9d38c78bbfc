package dev.holdfast.connections.internal.postgres;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a channel for platform threads. They wait with a selector: an interrupt wakes a selector, but closes a
 * channel on which somebody blocks. What is interrupted goes on waiting, with its status set when it returns.
 *
 * <p>The selector, two file descriptors on Linux, is opened for the first that reads. Used by one thread at a time, but for
 * {@link #close}.
 */
final class Waiting implements Closeable {
    /** What is copied at once, as the JDK has it. */
    private static final int CHUNK = 128 * 1_024;

    private final SocketChannel channel;
    private volatile @Nullable Selector selector;
    private @Nullable SelectionKey key;

    /** The last read was given all that it had room for, so more may be there. */
    private boolean more;

    Waiting(SocketChannel channel) {
        this.channel = channel;
    }

    /** From now on the channel blocks, until it is read or written here again. */
    void over() throws IOException {
        if (key != null) {
            key.cancel();
            key = null;
        }
        if (!channel.isBlocking()) {
            channel.configureBlocking(true);
        }
    }

    /** @param timeout in milliseconds; 0 for none */
    int read(byte[] bytes, int offset, int length, int timeout) throws IOException {
        if (length == 0) {
            return 0;
        }
        SelectionKey ready = begun();
        ByteBuffer into = ByteBuffer.wrap(bytes, offset, Math.min(length, CHUNK));
        int count = more ? channel.read(into) : 0;
        long began = timeout > 0 ? System.nanoTime() : 0;
        while (count == 0) {
            await(ready, SelectionKey.OP_READ, timeout > 0 ? left(began, timeout) : 0);
            count = channel.read(into);
        }
        more = !into.hasRemaining();
        return count;
    }

    private static long left(long began, int timeout) throws SocketTimeoutException {
        long left = timeout - (System.nanoTime() - began) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("nothing came within " + timeout + " ms");
        }
        return left;
    }

    /** Registers nothing before it has to wait, so that the server has what it needs meanwhile. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        if (channel.isBlocking()) {
            channel.configureBlocking(false);
        }
        for (int sent = 0; sent < length; ) {
            int count = channel.write(ByteBuffer.wrap(bytes, offset + sent, Math.min(length - sent, CHUNK)));
            if (count == 0) {
                await(begun(), SelectionKey.OP_WRITE, 0);
            }
            sent += count;
        }
    }

    private SelectionKey begun() throws IOException {
        SelectionKey known = key;
        return known != null && known.isValid() ? known : begin();
    }

    private SelectionKey begin() throws IOException {
        channel.configureBlocking(false);
        Selector known = selector;
        if (known == null) {
            known = Selector.open();
            selector = known;
        } else {
            known.selectNow(); // clears the former key away
        }
        SelectionKey fresh = channel.register(known, SelectionKey.OP_READ);
        key = fresh;
        return fresh;
    }

    private static void await(SelectionKey ready, int operation, long timeout) throws IOException {
        try {
            if (ready.interestOps() != operation) {
                ready.interestOps(operation);
            }
            select(ready.selector(), timeout);
        } catch (ClosedSelectorException | CancelledKeyException e) {
            throw (IOException) new AsynchronousCloseException().initCause(e);
        }
    }

    private static void select(Selector selector, long timeout) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            selector.select(chosen -> {}, timeout);
            interrupted |= Thread.interrupted();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** To be called when the channel is closed, which this makes complete. */
    @Override
    public void close() throws IOException {
        Selector known = selector;
        if (known != null) {
            known.close();
        }
    }
}
