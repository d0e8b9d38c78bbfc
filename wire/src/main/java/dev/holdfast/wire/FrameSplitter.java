package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Finds the frames in the bytes that go one way on one connection, however they were cut. It knows the two places where
 * frames have no type byte: what a client sends until its StartupMessage, and the server's one-byte answer to a request
 * for encryption. Not thread-safe.
 */
public final class FrameSplitter {
    private FrameSplitter() {}

    /** For bytes from a client, from the first of the connection. */
    public static FrameSplitter fromClient() {
        return new FrameSplitter();
    }

    /** For bytes from a server, from the first of the connection. {@link #expectReply} says when one byte is due. */
    public static FrameSplitter fromServer() {
        return new FrameSplitter();
    }

    /** The client has asked for encryption: the next byte from the server is the answer. Only for {@link #fromServer}. */
    public void expectReply() {}

    /** Takes all of {@code bytes}. */
    public void add(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    /**
     * The next whole frame, if there is one.
     *
     * @throws MalformedFrame if a length is impossible; the stream can't be read any further
     */
    public Optional<Frame> next() {
        return Optional.empty();
    }

    /** How many bytes were added that no returned frame holds. */
    public int pending() {
        return 0;
    }
}
