package dev.holdfast.servers;

import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;

/**
 * A frame whose first byte is the next one to go through a proxy.
 *
 * @param type the type byte; for {@link Shape#REPLY} the byte itself, otherwise 0
 * @param length of the whole frame
 * @param position of its first byte in what this direction's source has sent on this connection
 * @param start as much of the whole frame as was asked for, or all of it
 */
public record ProxyFrame(Direction direction, Shape shape, char type, long length, long position, Bytes start) {
    /** What delimits it. */
    public enum Shape {
        /** A type byte, four bytes of length, the body. */
        TYPED(5),
        /** Four bytes of length, four bytes of code, the body: what a client begins with. */
        UNTYPED(8),
        /** The server's one byte in answer to a request for encryption. */
        REPLY(1),
        /** No frame at all but what was read together, for example encrypted. */
        OPAQUE(0);

        private final int header;

        Shape(int header) {
            this.header = header;
        }

        /** How many bytes come before the body. */
        public int header() {
            return header;
        }
    }

    /** Whether {@link #start} is all of it. */
    public boolean whole() {
        return start.length() == length;
    }
}
