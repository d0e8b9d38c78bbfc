package dev.holdfast.servers.internal;

import dev.holdfast.servers.ProxyAction.Ending;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A socket on its way out. After our FIN it is read for a while: closing a socket that has unread bytes would send RST, and
 * the peer might lose what it hasn't read yet.
 */
final class ProxyDrain implements ProxyLoop.Channel {
    private static final Duration LINGER = Duration.ofSeconds(2);
    private final ProxyLoop loop;
    private final SocketChannel channel;
    private final Runnable gone;
    private boolean closed;

    private ProxyDrain(ProxyLoop loop, SocketChannel channel, Runnable gone) {
        this.loop = loop;
        this.channel = channel;
        this.gone = gone;
    }

    /** Ends {@code channel}; {@code gone} is run when it is closed. */
    static void end(ProxyLoop loop, SocketChannel channel, Ending ending, Runnable gone) {
        ProxyDrain drain = new ProxyDrain(loop, channel, gone);
        try {
            if (ending == Ending.RESET) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                drain.abort();
            } else {
                drain.begin();
            }
        } catch (IOException e) {
            drain.abort();
        }
    }

    private void begin() throws IOException {
        if (!channel.isConnected()) {
            abort();
            return;
        }
        channel.shutdownOutput();
        loop.register(channel, SelectionKey.OP_READ, this);
        loop.at(System.nanoTime() + LINGER.toNanos(), this::abort);
        ready(SelectionKey.OP_READ);
    }

    @Override
    public void ready(int operations) throws IOException {
        ByteBuffer forgotten = loop.borrow();
        try {
            int read;
            do {
                read = channel.read(forgotten.clear());
            } while (read > 0);
            if (read < 0) {
                abort();
            }
        } finally {
            loop.giveBack(forgotten);
        }
    }

    @Override
    public void abort() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            assert e != null; // there is nothing left to close
        } finally {
            gone.run();
        }
    }
}
