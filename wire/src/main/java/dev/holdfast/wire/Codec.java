package dev.holdfast.wire;

/** Messages to bytes, frames to messages. Stateless. */
@SuppressWarnings("DoNotCallSuggester") // seam
public final class Codec {
    private Codec() {}

    /** The whole frame, header included. */
    public static byte[] encode(Frontend message) {
        throw new UnsupportedOperationException("not written yet: " + message);
    }

    /** The whole frame, header included. */
    public static byte[] encode(Backend message) {
        throw new UnsupportedOperationException("not written yet: " + message);
    }

    /** The bytes of {@code frame}, header included. */
    public static byte[] encode(Frame frame) {
        throw new UnsupportedOperationException("not written yet: " + frame);
    }

    /**
     * What a client meant.
     *
     * @throws MalformedFrame if the body doesn't have the layout of its type, or the type isn't known
     */
    public static Frontend frontend(Frame frame) {
        throw new MalformedFrame("not written yet: " + frame);
    }

    /**
     * What a server meant.
     *
     * @throws MalformedFrame if the body doesn't have the layout of its type, or the type isn't known
     */
    public static Backend backend(Frame frame) {
        throw new MalformedFrame("not written yet: " + frame);
    }
}
