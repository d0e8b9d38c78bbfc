package dev.holdfast.wire;

/** Messages to bytes, frames to messages. Stateless. What it encodes, it decodes to the same message. */
public final class Codec {
    private Codec() {}

    /**
     * The whole frame, header included.
     *
     * @throws IllegalArgumentException if the protocol can't carry it: text with a zero byte in it, a key of 3 bytes
     */
    public static byte[] encode(Frontend message) {
        return FrontendCodec.encode(message);
    }

    /**
     * The whole frame, header included.
     *
     * @throws IllegalArgumentException if the protocol can't carry it: text with a zero byte in it, a key of 3 bytes
     */
    public static byte[] encode(Backend message) {
        return BackendCodec.encode(message);
    }

    /** The bytes of {@code frame}, header included. Its body may be anything, also what no message has. */
    public static byte[] encode(Frame frame) {
        return switch (frame.kind()) {
            case TYPED -> BodyWriter.typed(frame.type()).bytes(frame.body()).frame();
            case UNTYPED -> BodyWriter.untyped().bytes(frame.body()).frame();
            case REPLY -> new byte[] {(byte) frame.type()};
        };
    }

    /**
     * What a client meant.
     *
     * @throws MalformedFrame if the body doesn't have the layout of its type, or the type isn't known
     */
    public static Frontend frontend(Frame frame) {
        return FrontendCodec.decode(frame);
    }

    /**
     * What a server meant.
     *
     * @throws MalformedFrame if the body doesn't have the layout of its type, or the type isn't known
     */
    public static Backend backend(Frame frame) {
        return BackendCodec.decode(frame);
    }
}
