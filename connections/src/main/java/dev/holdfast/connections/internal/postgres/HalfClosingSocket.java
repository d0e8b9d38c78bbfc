package dev.holdfast.connections.internal.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose {@link #close} only says goodbye: it ends the output and is closed for whoever uses it, while
 * {@link #end} still reads until the peer has closed as well. The server closes when its backend's process ends, so the end
 * of file means that the backend, and its slot, are gone.
 *
 * <p>Used by one thread at a time, but for {@link #close} and {@link #abort}, which wake a thread that is blocked in it. A
 * thread that enters with its interrupt status set keeps both the status and the connection, and so does a platform thread
 * that is interrupted while it reads or writes. A virtual one loses the connection then, as with the JDK's own sockets.
 */
final class HalfClosingSocket extends Socket {
    /** Where a thread is that may be blocked. */
    private enum Blocked {
        NOWHERE,
        CONNECTING,
        READING
    }

    private final SocketChannel channel;
    private final Socket socket;
    private final Waiting waiting;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    /** Written by the using thread; the closing thread, which writes {@link #closed} first, reads it then. */
    private volatile Blocked blocked = Blocked.NOWHERE;

    /** Closed for its user. Written before {@link #blocked} is read, so that one of two threads sees the other. */
    private volatile boolean closed;

    /** A blocked reader had to be woken: the end of file that is read from now on isn't the peer's. */
    private volatile boolean inputCut;

    private volatile boolean spoken;

    /**
     * While a login goes on: what waits for the next read, which every word of a login is followed by, but for TLS's goodbye
     * to a server that has refused. That server reads no more, and its machine would answer with a reset instead of an end of
     * file. Null after the login.
     */
    private @Nullable ByteArrayOutputStream held = new ByteArrayOutputStream(1_024);

    /** The next write is the last one, and whatever is written after it is lost. */
    private boolean parting;

    private volatile boolean peerClosed;

    private HalfClosingSocket(SocketChannel channel) throws SocketException {
        super((@Nullable SocketImpl) null);
        this.channel = channel;
        this.socket = channel.socket();
        this.waiting = new Waiting(channel);
    }

    static HalfClosingSocket open() throws IOException {
        return new HalfClosingSocket(SocketChannel.open());
    }

    SocketChannel channel() {
        return channel;
    }

    /** Whether something has come that nobody has read. An end of file doesn't count. */
    boolean hasInput() {
        try {
            return input.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void connect(@Nullable SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(@Nullable SocketAddress endpoint, int timeout) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            enter(Blocked.CONNECTING);
            socket.connect(endpoint, timeout);
        } finally {
            leave(interrupted);
        }
        if (closed) {
            channel.close();
            throw closedMeanwhile();
        }
    }

    private void enter(Blocked where) throws SocketException {
        blocked = where;
        if (closed) {
            throw closedMeanwhile();
        }
    }

    private void leave(boolean interrupted) {
        blocked = Blocked.NOWHERE;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static SocketException closedMeanwhile() {
        return new SocketException("the connection was closed");
    }

    /** Says that the login is over: from now on what is written is sent at once. */
    void established() throws IOException {
        sendHeld();
        held = null;
    }

    private void sendHeld() throws IOException {
        if (held != null && held.size() > 0) {
            byte[] bytes = held.toByteArray();
            held.reset();
            send(bytes, 0, bytes.length);
        }
    }

    private void send(byte[] bytes, int offset, int length) throws IOException {
        spoken = true;
        if (Thread.currentThread().isVirtual()) {
            waiting.over();
            socket.getOutputStream().write(bytes, offset, length);
        } else {
            waiting.write(bytes, offset, length);
        }
    }

    private int receive(byte[] bytes, int offset, int length) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            waiting.over();
            return socket.getInputStream().read(bytes, offset, length);
        }
        return waiting.read(bytes, offset, length, socket.getSoTimeout());
    }

    /**
     * Says that one write follows. TLS would say goodbye after it, but the server, having read that, reads no more, and would
     * answer what it hasn't read with a reset instead of an end of file.
     */
    void expectLastWrite() {
        parting = true;
    }

    /** Ends the output. Whoever is blocked in this socket wakes with an exception or the end of file. */
    @Override
    public void close() throws IOException {
        closed = true;
        if (!channel.isConnected()) {
            channel.close();
            return;
        }
        endOutput();
        if (blocked == Blocked.READING) {
            cutInput();
        }
    }

    /** The same, and also a reader that comes later reads nothing. */
    void abort() throws IOException {
        close();
        if (!peerClosed) {
            cutInput();
        }
    }

    private void endOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // The connection is broken already; to read it will show that.
        }
    }

    private void cutInput() {
        inputCut = true;
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            // The connection is broken already, and nobody blocked in it.
        }
    }

    /**
     * Closes this, and waits until the peer has as well, at most {@code patience}.
     *
     * @return whether it is known to have closed; true also if it never heard of us. False if the connection was reset: that
     *     may have been done by something between us
     */
    boolean end(Duration patience) {
        boolean interrupted = Thread.interrupted();
        try (waiting;
                channel) {
            close();
            return !spoken || peerClosed || (!inputCut && readToEnd(System.nanoTime() + patience.toNanos()));
        } catch (IOException e) {
            return false;
        } finally {
            leave(interrupted);
        }
    }

    private boolean readToEnd(long deadline) throws IOException {
        byte[] lost = new byte[4_096];
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, 1 + left / 1_000_000));
            if (receive(lost) < 0) {
                return !inputCut;
            }
        }
        return false;
    }

    /** A reset that came after the end of file is told first, but only once. */
    private int receive(byte[] bytes) throws IOException {
        try {
            return receive(bytes, 0, bytes.length);
        } catch (SocketException e) {
            return receive(bytes, 0, bytes.length);
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                enter(Blocked.READING);
                sendHeld();
                int count = receive(bytes, offset, length);
                peerClosed |= count < 0 && !inputCut;
                return count;
            } finally {
                leave(interrupted);
            }
        }

        @Override
        public int available() throws IOException {
            return closed ? 0 : socket.getInputStream().available();
        }

        @Override
        public void close() throws IOException {
            HalfClosingSocket.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            boolean interrupted = Thread.interrupted();
            try {
                enter(Blocked.NOWHERE); // to end the output wakes a writer
                deliver(bytes, offset, length);
            } finally {
                leave(interrupted);
            }
        }

        private void deliver(byte[] bytes, int offset, int length) throws IOException {
            if (held != null) {
                held.write(bytes, offset, length);
            } else if (!parting) {
                send(bytes, offset, length);
            } else if (!socket.isOutputShutdown()) {
                send(bytes, offset, length);
                endOutput();
            }
        }

        @Override
        public void close() throws IOException {
            HalfClosingSocket.this.close();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        if (closed) {
            throw closedMeanwhile();
        }
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        if (closed) {
            throw closedMeanwhile();
        }
        return output;
    }

    /** Does nothing: {@link #end} has yet to see what the peer does. */
    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public boolean isBound() {
        return socket.isBound();
    }

    @Override
    public boolean isInputShutdown() {
        return inputCut || closed;
    }

    @Override
    public boolean isOutputShutdown() {
        return socket.isOutputShutdown();
    }

    @Override
    public void bind(@Nullable SocketAddress address) throws IOException {
        socket.bind(address);
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return socket.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getPort() {
        return socket.getPort();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return socket.getRemoteSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return socket.getLocalSocketAddress();
    }

    /** None: whoever has this socket must not change how its channel blocks. */
    @Override
    public @Nullable SocketChannel getChannel() {
        return null;
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        socket.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return socket.getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int linger) throws SocketException {
        socket.setSoLinger(on, linger);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return socket.getSoLinger();
    }

    @Override
    public void sendUrgentData(int data) throws IOException {
        socket.sendUrgentData(data);
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        socket.setSoTimeout(timeout);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return socket.getSoTimeout();
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        socket.setSendBufferSize(size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return socket.getSendBufferSize();
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        socket.setReceiveBufferSize(size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return socket.getReceiveBufferSize();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        socket.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return socket.getKeepAlive();
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        socket.setTrafficClass(trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return socket.getTrafficClass();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        socket.setReuseAddress(on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return socket.getReuseAddress();
    }

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
        return this;
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public String toString() {
        return "HalfClosingSocket[" + Objects.toString(getRemoteSocketAddress(), "not connected") + "]";
    }
}
