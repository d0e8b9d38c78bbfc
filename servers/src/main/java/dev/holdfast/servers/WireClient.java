package dev.holdfast.servers;

import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One logged-in connection that speaks the protocol as it is: what a driver adds (settings, parsing of {@code ?} and
 * braces, statement names) is absent. Not thread-safe, except {@link #cancel}.
 */
@SuppressWarnings("DoNotCallSuggester") // seam
public final class WireClient implements AutoCloseable {
    WireClient() {}

    /** What the server called this backend. */
    public int processId() {
        throw new UnsupportedOperationException("not written yet");
    }

    /** The newest value that the server reported, for example of {@code client_encoding}. */
    public Optional<Bytes> parameter(String name) {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Writes the messages at once. */
    public void send(Frontend... messages) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * The next message that has arrived whole, without waiting or reading from the socket.
     *
     * @throws dev.holdfast.wire.MalformedFrame if the server broke the protocol
     */
    public Optional<Backend> poll() {
        throw new UnsupportedOperationException("not written yet");
    }

    /**
     * Reads what has arrived, waiting for at most {@code limit} (which may be zero) if there is nothing.
     *
     * @return whether any bytes came
     * @throws java.io.EOFException if the server has closed the connection
     */
    public boolean read(Duration limit) throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Asks, on a connection of its own, to cancel what this backend does, and waits until the server has read that. */
    public void cancel() throws IOException {
        throw new UnsupportedOperationException("not written yet");
    }

    /** Says goodbye and closes the socket. Calling it again does nothing. */
    @Override
    public void close() {}
}
