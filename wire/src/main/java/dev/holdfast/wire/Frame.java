package dev.holdfast.wire;

/**
 * One frame as it was on the wire.
 *
 * @param kind what shape it has
 * @param type the type byte; 0 unless {@code kind} is {@link Kind#TYPED}, and the byte itself for {@link Kind#REPLY}
 * @param body what follows the length; empty for {@link Kind#REPLY}
 */
public record Frame(Kind kind, char type, Bytes body) {
    /** Without the body, which may be a password. */
    @Override
    public String toString() {
        return "Frame[%s %s, %d bytes]".formatted(kind, MalformedFrame.show(type), body.length());
    }

    /** The three shapes that frames have. */
    public enum Kind {
        /** A type byte, four bytes of length, the body. */
        TYPED,
        /** Four bytes of length, then the body: what a client begins a connection with. */
        UNTYPED,
        /** One byte: the server's answer to a request for encryption. */
        REPLY
    }
}
