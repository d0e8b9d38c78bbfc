package dev.holdfast.servers.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Codec;
import dev.holdfast.wire.FrameSplitter;
import dev.holdfast.wire.Frontend;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** One TCP connection to a server, encrypted if its endpoint asks for that, and the messages on it. Not thread-safe. */
public final class Link implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    private final Endpoint endpoint;
    private final InetSocketAddress address;
    private final SocketChannel channel;
    private final Socket socket;
    private final FrameSplitter splitter = FrameSplitter.fromServer();
    private final byte[] buffer = new byte[1 << 16];

    private Link(Endpoint endpoint, InetSocketAddress address, SocketChannel channel) throws IOException {
        this.endpoint = endpoint;
        this.address = address;
        this.channel = channel;
        Socket plain = channel.socket();
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MILLIS);
        plain.connect(address, PATIENCE_MILLIS);
        this.socket = Tls.over(plain, endpoint);
    }

    /** Connects to the first of the host's addresses that accepts. */
    public static Link open(Endpoint endpoint) throws IOException {
        return open(endpoint, InetAddress.getAllByName(endpoint.host()));
    }

    static Link open(Endpoint endpoint, InetAddress... addresses) throws IOException {
        IOException failure = new ConnectException("no address");
        for (InetAddress address : addresses) {
            try {
                return open(endpoint, new InetSocketAddress(address, endpoint.port()));
            } catch (IOException e) {
                e.addSuppressed(failure);
                failure = e;
            }
        }
        throw failure;
    }

    private static Link open(Endpoint endpoint, InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            return new Link(endpoint, address, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Another connection to the same address. Thread-safe. */
    public Link another() throws IOException {
        return open(endpoint, address);
    }

    /** Writes the messages at once. */
    public void send(Frontend... messages) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frontend message : messages) {
            bytes.writeBytes(Codec.encode(message));
        }
        socket.getOutputStream().write(bytes.toByteArray());
    }

    /** The next message that has arrived whole. */
    public Optional<Backend> poll() {
        return splitter.next().map(Codec::backend);
    }

    /**
     * The next message, awaited.
     *
     * @throws SocketTimeoutException if it doesn't come in time
     */
    public Backend next(Deadline deadline) throws IOException {
        Optional<Backend> message = poll();
        while (message.isEmpty()) {
            if (deadline.passed()) {
                throw new SocketTimeoutException("the server doesn't answer");
            }
            read(deadline.remaining());
            message = poll();
        }
        return message.get();
    }

    /**
     * Reads what has arrived, waiting for at most {@code limit} if there is nothing.
     *
     * @return whether any bytes came
     */
    public boolean read(Duration limit) throws IOException {
        int count = limit.isPositive() || encrypted() ? readWithin(limit) : readNow();
        if (count < 0) {
            throw new EOFException("the server has closed the connection");
        }
        splitter.add(ByteBuffer.wrap(buffer, 0, count));
        return count > 0;
    }

    /** A timeout in the middle of a TLS record loses nothing: the JDK goes on there. */
    private int readWithin(Duration limit) throws IOException {
        socket.setSoTimeout(millis(limit));
        try {
            return socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    /** Rounded up, and never 0, which would mean forever. */
    private static int millis(Duration limit) {
        long nanos = (limit.compareTo(LONGEST) < 0 ? limit : LONGEST).toNanos();
        return (int) Math.max(1, Math.ceilDiv(nanos, 1_000_000));
    }

    private int readNow() throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.wrap(buffer));
        } finally {
            channel.configureBlocking(true);
        }
    }

    private boolean encrypted() {
        return socket instanceof SSLSocket;
    }

    /** The server's, if it is encrypted. */
    Optional<X509Certificate> certificate() throws SSLPeerUnverifiedException {
        return socket instanceof SSLSocket tls
                        && tls.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }

    /** Calling it again does nothing. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as closed as it can be.
        }
    }
}
