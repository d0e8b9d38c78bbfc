package dev.holdfast.wire;

import dev.holdfast.wire.Frame.Kind;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Finds where frames begin and end in the bytes that go one way on one connection, without keeping any of them: a frame is
 * known by its kind, type and length as soon as its header is there. For what only passes frames on, cuts or delays them;
 * {@link FrameSplitter} is for what reads them. Not thread-safe.
 *
 * <p>Call {@link #advance} until it says {@link Step#MORE}; what it took of the buffer belongs to the frame that the other
 * methods then describe.
 */
public final class FrameCursor {
    /** How far {@link FrameCursor#advance} has got. */
    public enum Step {
        /** The buffer is empty; the header or the body goes on in the next one. */
        MORE,
        /** The header is whole: kind, type and length are known. */
        BEGUN,
        /** The frame is whole. The next call begins another one. */
        ENDED
    }

    /** Most bytes of a first message's body: MAX_STARTUP_PACKET_LENGTH in PostgreSQL's pqcomm.h. */
    static final int MOST_UNTYPED = 10_000;

    /** Most bytes of any other body: MaxAllocSize in PostgreSQL's memutils.h. */
    static final int MOST_TYPED = 0x3fffffff;

    private final boolean client;
    private final int mostTyped;

    // What is to come.
    private boolean typed;
    private boolean closed;
    private int replies;
    private @Nullable MalformedFrame failure;

    // The frame at hand.
    private Step step = Step.MORE;
    private boolean begun;
    private Kind kind = Kind.TYPED;
    private char type;
    private int length;
    private int request;
    private long start;
    private long seen;

    private FrameCursor(boolean client, int mostTyped) {
        BodyWriter.require(
                mostTyped >= 0 && mostTyped <= MOST_TYPED, "a body has at most 0 to " + MOST_TYPED + " bytes");
        this.client = client;
        this.mostTyped = mostTyped;
        this.typed = !client;
    }

    /** For bytes from a client, from the first of the connection. */
    public static FrameCursor fromClient() {
        return fromClient(MOST_TYPED);
    }

    /** The same, refusing typed frames whose body has more than {@code most} bytes. */
    public static FrameCursor fromClient(int most) {
        return new FrameCursor(true, most);
    }

    /** For bytes from a server, from the first of the connection. {@link #expectReply} says when one byte is due. */
    public static FrameCursor fromServer() {
        return fromServer(MOST_TYPED);
    }

    /** The same, refusing typed frames whose body has more than {@code most} bytes. */
    public static FrameCursor fromServer(int most) {
        return new FrameCursor(false, most);
    }

    /**
     * The client has asked for encryption: the next frame from the server is the answer, of one byte, or an ErrorResponse.
     * To be called for each request, before the answer can have come. Only for {@link #fromServer}.
     */
    public void expectReply() {
        if (client) {
            throw new IllegalStateException("only a server replies to a request for encryption");
        }
        replies++;
    }

    /**
     * Takes bytes up to the end of the header, of the frame or of {@code bytes}, whichever comes first.
     *
     * @throws MalformedFrame if no frame can look like that; the stream can't be read any further
     */
    public Step advance(ByteBuffer bytes) {
        if (failure != null) {
            throw failure;
        }
        if (step == Step.ENDED) {
            forget();
        }
        step = begun ? body(bytes) : header(bytes);
        return step;
    }

    /** Whether the frame at hand has a whole header, so that {@link #kind} and the others can tell about it. */
    public boolean begun() {
        return begun;
    }

    /** What shape the frame at hand has. */
    public Kind kind() {
        requireBegun();
        return kind;
    }

    /** The type byte of the frame at hand; 0 if it is untyped, the byte itself if it is a reply. */
    public char type() {
        requireBegun();
        return type;
    }

    /** The length that the header declares: the body and four more. 0 for a reply. */
    public int length() {
        requireBegun();
        return length;
    }

    /** The version (major one times 65536) or the request that an untyped frame's body begins with; 0 for all others. */
    public int request() {
        requireBegun();
        return request;
    }

    /** Bytes of the whole frame at hand, header included. */
    public long size() {
        requireBegun();
        return kind == Kind.UNTYPED ? length : 1L + length;
    }

    /** The bytes that were taken until {@link Step#BEGUN}: a type if there is one, the length, a request if there is one. */
    public byte[] header() {
        ByteBuffer header = ByteBuffer.allocate((int) Math.min(size(), headerSize()));
        if (kind != Kind.UNTYPED) {
            header.put((byte) type);
        }
        if (kind != Kind.REPLY) {
            header.putInt(length);
        }
        if (kind == Kind.UNTYPED) {
            header.putInt(request);
        }
        return header.array();
    }

    /** Where in the stream the frame at hand begins; the first byte is 0. */
    public long start() {
        return start;
    }

    /** How many bytes of the frame at hand have been taken, header included. */
    public long seen() {
        return seen;
    }

    private void forget() {
        start += seen;
        seen = 0;
        begun = false;
        type = 0;
        length = 0;
        request = 0;
    }

    private Step header(ByteBuffer bytes) {
        while (!begun && bytes.hasRemaining()) {
            take(bytes.get() & 0xff);
            begun = seen == headerSize();
        }
        return begun ? Step.BEGUN : Step.MORE;
    }

    private void take(int next) {
        if (seen == 0) {
            kind = kind(next);
        }
        seen++;
        if (seen == 1 && kind != Kind.UNTYPED) {
            type = (char) next;
        } else if (seen <= lengthEnd()) {
            length = length << 8 | next;
            if (seen == lengthEnd()) {
                checkLength();
            }
        } else {
            request = request << 8 | next;
        }
    }

    /** The shape of the frame that begins with {@code first}. */
    private Kind kind(int first) {
        if (closed) {
            throw fail("expected nothing after a CancelRequest or an unknown version, found more bytes");
        }
        if (replies > 0) {
            replies--;
            return reply(first);
        }
        return typed ? Kind.TYPED : Kind.UNTYPED;
    }

    /** A server that can't even answer sends an ErrorResponse instead. */
    private Kind reply(int first) {
        return switch (first) {
            case 'S', 'G', 'N' -> Kind.REPLY;
            case 'E' -> Kind.TYPED;
            default ->
                throw fail("expected S, G, N or an ErrorResponse after a request for encryption, found "
                        + MalformedFrame.show((char) first));
        };
    }

    private int lengthEnd() {
        return kind == Kind.UNTYPED ? 4 : 5;
    }

    private int headerSize() {
        return switch (kind) {
            case TYPED -> 5;
            case UNTYPED -> 8;
            case REPLY -> 1;
        };
    }

    private void checkLength() {
        int least = kind == Kind.UNTYPED ? 8 : 4;
        int most = 4 + (kind == Kind.UNTYPED ? MOST_UNTYPED : mostTyped);
        if (length < least || length > most) {
            throw fail("expected a length of %d to %d, found %d".formatted(least, most, length));
        }
    }

    private MalformedFrame fail(String what) {
        String name = type == 0 ? "frame" : "frame of type " + MalformedFrame.show(type);
        failure = new MalformedFrame("malformed %s at byte %d of the stream: %s".formatted(name, start, what));
        return failure;
    }

    private Step body(ByteBuffer bytes) {
        int taken = (int) Math.min(size() - seen, bytes.remaining());
        bytes.position(bytes.position() + taken);
        seen += taken;
        if (seen < size()) {
            return Step.MORE;
        }
        if (kind == Kind.UNTYPED) {
            opened();
        }
        return Step.ENDED;
    }

    /** After a request for encryption comes another first message; after version 3, typed frames; else nothing known. */
    private void opened() {
        typed = request >>> 16 == FrontendCodec.MAJOR;
        closed = !typed && request != FrontendCodec.SSL_REQUEST && request != FrontendCodec.GSS_ENC_REQUEST;
    }

    private void requireBegun() {
        if (!begun) {
            throw new IllegalStateException("no header has been read: advance() didn't say BEGUN");
        }
    }
}
