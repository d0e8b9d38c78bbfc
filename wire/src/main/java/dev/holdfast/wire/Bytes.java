package dev.holdfast.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Immutable bytes that compare by content. The protocol's strings are bytes in an encoding that only the ends know. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    /** A copy of {@code content}. */
    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    /** {@code text} in UTF-8. */
    public static Bytes of(String text) {
        return of(text, StandardCharsets.UTF_8);
    }

    public static Bytes of(String text, Charset charset) {
        return new Bytes(text.getBytes(charset));
    }

    /** What remains of {@code buffer}, which is then empty. */
    public static Bytes rest(ByteBuffer buffer) {
        byte[] content = new byte[buffer.remaining()];
        buffer.get(content);
        return new Bytes(content);
    }

    public int length() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    public byte at(int index) {
        return content[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return content.clone();
    }

    /** A read-only view. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }

    /** Writes all of them to {@code out}. */
    public void writeTo(ByteArrayOutputStream out) {
        out.writeBytes(content);
    }

    /** {@code content} itself, which nobody else may hold. */
    static Bytes owning(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content);
    }

    /** A copy of the bytes from {@code from} to before {@code to}. */
    Bytes part(int from, int to) {
        return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(content, from, to));
    }

    /** Where the first zero byte at or after {@code from} is, or -1. */
    int indexOfZero(int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Decoded as UTF-8; what isn't UTF-8 becomes U+FFFD. */
    public String text() {
        return text(StandardCharsets.UTF_8);
    }

    public String text(Charset charset) {
        return new String(content, charset);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return text();
    }
}
