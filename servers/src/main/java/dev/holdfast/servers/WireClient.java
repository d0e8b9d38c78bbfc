package dev.holdfast.servers;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.internal.Endpoint;
import dev.holdfast.servers.internal.Link;
import dev.holdfast.servers.internal.Login;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One logged-in connection that speaks the protocol as it is: what a driver adds (settings, parsing of {@code ?} and
 * braces, statement names) is absent. An interrupt of a thread that reads or writes closes it. Not thread-safe, except
 * {@link #cancel}.
 */
public final class WireClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Link link;
    private final Optional<Backend.BackendKeyData> key;
    private final Map<String, Bytes> parameters;
    private boolean closed;

    private WireClient(Login login) {
        this.link = login.link();
        this.key = login.key();
        this.parameters = new HashMap<>(login.parameters());
    }

    static WireClient open(
            Endpoint endpoint, String user, Secret password, String database, Map<String, String> parameters)
            throws SQLException {
        return new WireClient(Login.open(endpoint, user, password, database, parameters));
    }

    /** What the server called this backend; 0 if it didn't say. */
    public int processId() {
        return key.map(Backend.BackendKeyData::processId).orElse(0);
    }

    /** The newest value that the server reported, for example of {@code client_encoding}, as far as it was polled. */
    public Optional<Bytes> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Writes the messages at once; waits as long as the server takes nothing. */
    public void send(Frontend... messages) throws IOException {
        link.send(messages);
    }

    /**
     * The next message that has arrived whole, without waiting or reading from the socket.
     *
     * @throws dev.holdfast.wire.MalformedFrame if the server broke the protocol
     */
    public Optional<Backend> poll() {
        Optional<Backend> message = link.poll();
        if (message.isPresent() && message.get() instanceof Backend.ParameterStatus status) {
            parameters.put(status.name().text(), status.value());
        }
        return message;
    }

    /**
     * Reads what has arrived, waiting for at most {@code limit} (which may be zero) if there is nothing. The limit counts
     * in milliseconds, rounded up; over TLS it is at least one.
     *
     * @return whether any bytes came
     * @throws EOFException if the server has closed the connection
     */
    public boolean read(Duration limit) throws IOException {
        return link.read(limit);
    }

    /** Asks, on a connection of its own, to cancel what this backend does, and waits until the server has read that. */
    public void cancel() throws IOException {
        Backend.BackendKeyData backend =
                key.orElseThrow(() -> new IOException("the server gave no key to cancel with"));
        try (Link other = link.another()) {
            other.send(new Frontend.CancelRequest(backend.processId(), backend.secretKey()));
            other.next(Deadline.in(PATIENCE));
        } catch (EOFException | SocketException e) {
            // The server's only answer: it closes the connection.
        }
    }

    /** Says goodbye and closes the socket. Calling it again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sayGoodbye();
            link.close();
        }
    }

    private void sayGoodbye() {
        try {
            send(new Frontend.Terminate());
        } catch (IOException e) {
            // The server has left before us.
        }
    }
}
