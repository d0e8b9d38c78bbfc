package dev.holdfast.wire;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in the bytes that go one way on one connection, however they were cut. It knows the two places where
 * frames have no type byte: what a client sends until its StartupMessage, and the server's one-byte answer to a request
 * for encryption. It holds at most twice the bytes that were added and not returned, whatever lengths they declare. Not
 * thread-safe.
 */
public final class FrameSplitter {
    private static final byte[] NONE = new byte[0];

    private final FrameCursor cursor;
    private final Queue<Frame> whole = new ArrayDeque<>();
    private byte[] body = NONE;
    private int filled;
    private long pending;
    private @Nullable MalformedFrame failure;

    private FrameSplitter(FrameCursor cursor) {
        this.cursor = cursor;
    }

    /** For bytes from a client, from the first of the connection. */
    public static FrameSplitter fromClient() {
        return new FrameSplitter(FrameCursor.fromClient());
    }

    /** The same, refusing typed frames whose body has more than {@code most} bytes. */
    public static FrameSplitter fromClient(int most) {
        return new FrameSplitter(FrameCursor.fromClient(most));
    }

    /** For bytes from a server, from the first of the connection. {@link #expectReply} says when one byte is due. */
    public static FrameSplitter fromServer() {
        return new FrameSplitter(FrameCursor.fromServer());
    }

    /** The same, refusing typed frames whose body has more than {@code most} bytes. */
    public static FrameSplitter fromServer(int most) {
        return new FrameSplitter(FrameCursor.fromServer(most));
    }

    /**
     * The client has asked for encryption: the next frame from the server is the answer, of one byte, or an ErrorResponse.
     * To be called for each request, before the answer is added. Only for {@link #fromServer}.
     */
    public void expectReply() {
        cursor.expectReply();
    }

    /** Takes all of {@code bytes}. */
    public void add(ByteBuffer bytes) {
        pending += bytes.remaining();
        try {
            while (failure == null && split(bytes)) {}
        } catch (MalformedFrame e) {
            failure = e;
            body = NONE;
        }
        bytes.position(bytes.limit());
    }

    /**
     * The next whole frame, if there is one.
     *
     * @throws MalformedFrame if a length is impossible; the stream can't be read any further
     */
    public Optional<Frame> next() {
        Frame frame = whole.poll();
        if (frame == null && failure != null) {
            throw failure;
        }
        if (frame != null) {
            pending -= size(frame);
        }
        return Optional.ofNullable(frame);
    }

    /** How many bytes were added that no returned frame holds. */
    public int pending() {
        return (int) Math.min(pending, Integer.MAX_VALUE);
    }

    private static long size(Frame frame) {
        return switch (frame.kind()) {
            case TYPED -> 5L + frame.body().length();
            case UNTYPED -> 4L + frame.body().length();
            case REPLY -> 1;
        };
    }

    /** One step of the cursor; whether there may be another. */
    private boolean split(ByteBuffer bytes) {
        int from = bytes.position();
        switch (cursor.advance(bytes)) {
            case BEGUN -> begin();
            case ENDED -> {
                keep(bytes, from);
                whole.add(new Frame(cursor.kind(), cursor.type(), Bytes.owning(body)));
                body = NONE;
            }
            case MORE -> {
                if (cursor.begun()) {
                    keep(bytes, from);
                }
                return false;
            }
        }
        return true;
    }

    /** The cursor counts a request as header, a frame as body. */
    private void begin() {
        filled = 0;
        if (cursor.kind() == Frame.Kind.UNTYPED) {
            body = ByteBuffer.allocate(4).putInt(cursor.request()).array();
            filled = 4;
        }
    }

    /** Copies what the cursor took of the body. */
    private void keep(ByteBuffer bytes, int from) {
        int count = bytes.position() - from;
        if (filled + count > body.length) {
            int most = cursor.length() - 4;
            body = Arrays.copyOf(body, Math.min(most, Math.max(filled + count, 2 * body.length)));
        }
        bytes.get(from, body, filled, count);
        filled += count;
    }
}
