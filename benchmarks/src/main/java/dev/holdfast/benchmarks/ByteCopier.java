package dev.holdfast.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The least that a proxy on one selector can do: copies bytes and knows nothing. Measures what any proxy must cost. */
final class ByteCopier implements Runnable {
    private static final int CAPACITY = 32 * 1024;
    private final InetSocketAddress target;
    private final ServerSocketChannel acceptor;
    private final Selector selector;

    /** One direction. */
    private record Lane(SocketChannel from, SocketChannel to, ByteBuffer buffer) {
        /** What doesn't fit into the destination's socket now is written by waiting for it: pgbench never gets there. */
        void copy() throws IOException {
            int read = from.read(buffer.clear());
            if (read < 0) {
                from.close();
                to.close();
                return;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
    }

    ByteCopier(String host, int port) throws IOException {
        target = new InetSocketAddress(host, port);
        selector = Selector.open();
        acceptor = ServerSocketChannel.open();
        acceptor.configureBlocking(false);
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        acceptor.register(selector, SelectionKey.OP_ACCEPT);
    }

    int port() {
        return acceptor.socket().getLocalPort();
    }

    @Override
    public void run() {
        try {
            while (true) {
                selector.select(this::ready);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof Lane lane) {
                lane.copy();
            } else {
                accept();
            }
        } catch (IOException e) {
            key.cancel();
        }
    }

    private void accept() throws IOException {
        SocketChannel client = acceptor.accept();
        SocketChannel server = SocketChannel.open(target);
        for (SocketChannel channel : new SocketChannel[] {client, server}) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        client.register(selector, SelectionKey.OP_READ, new Lane(client, server, ByteBuffer.allocateDirect(CAPACITY)));
        server.register(selector, SelectionKey.OP_READ, new Lane(server, client, ByteBuffer.allocateDirect(CAPACITY)));
    }
}
