package dev.holdfast.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one frame. What the protocol can't carry is the caller's mistake: {@link IllegalArgumentException}. */
final class BodyWriter {
    private static final int MOST = 0xffff;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int lengthAt;

    private BodyWriter(int lengthAt) {
        this.lengthAt = lengthAt;
    }

    static BodyWriter typed(char type) {
        BodyWriter writer = new BodyWriter(1);
        writer.letter(type);
        return writer.int32(0);
    }

    static BodyWriter untyped() {
        return new BodyWriter(0).int32(0);
    }

    /** The whole frame, now that its length is known. */
    byte[] frame() {
        byte[] frame = out.toByteArray();
        ByteBuffer.wrap(frame).putInt(lengthAt, frame.length - lengthAt);
        return frame;
    }

    BodyWriter int8(int value) {
        out.write(value);
        return this;
    }

    BodyWriter int16(int value) {
        return int8(value >> 8).int8(value);
    }

    BodyWriter int32(int value) {
        return int16(value >> 16).int16(value);
    }

    BodyWriter letter(char letter) {
        require(letter <= 0xff, "a letter of the protocol is one byte");
        return int8(letter);
    }

    BodyWriter letter(char letter, String allowed) {
        require(allowed.indexOf(letter) >= 0, "one of " + allowed + " is needed, not " + MalformedFrame.show(letter));
        return int8(letter);
    }

    BodyWriter bytes(Bytes bytes) {
        bytes.writeTo(out);
        return this;
    }

    BodyWriter bytes(Bytes bytes, int least, int most, String what) {
        require(
                bytes.length() >= least && bytes.length() <= most,
                "%s has %d to %d bytes, not %d".formatted(what, least, most, bytes.length()));
        return bytes(bytes);
    }

    BodyWriter string(Bytes text) {
        require(text.indexOfZero(0) < 0, "text of the protocol can't hold a zero byte");
        return bytes(text).int8(0);
    }

    BodyWriter value(@Nullable Bytes value) {
        return value == null ? int32(-1) : int32(value.length()).bytes(value);
    }

    BodyWriter values(List<@Nullable Bytes> values) {
        count(values);
        values.forEach(this::value);
        return this;
    }

    BodyWriter shorts(List<Short> shorts) {
        count(shorts);
        shorts.forEach(this::int16);
        return this;
    }

    BodyWriter ints(List<Integer> ints) {
        count(ints);
        ints.forEach(this::int32);
        return this;
    }

    BodyWriter count(List<?> list) {
        require(list.size() <= MOST, "the protocol counts to " + MOST + ", not to " + list.size());
        return int16(list.size());
    }

    BodyWriter fields(Map<Character, Bytes> fields) {
        fields.forEach((letter, text) -> {
            require(letter != 0, "a field's letter can't be 0");
            letter(letter).string(text);
        });
        return int8(0);
    }

    BodyWriter parameters(Map<Bytes, Bytes> parameters) {
        parameters.forEach((name, value) -> {
            require(!name.isEmpty(), "a parameter's name can't be empty");
            string(name).string(value);
        });
        return int8(0);
    }

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
