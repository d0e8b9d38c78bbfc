package dev.holdfast.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one body from front to back. Every length and count is held against what remains before anything is made. */
final class BodyReader {
    private final String message;
    private final Bytes body;
    private int at;

    BodyReader(String message, Bytes body) {
        this.message = message;
        this.body = body;
    }

    /** {@code decoded}, provided that nothing is left over. */
    <T> T done(T decoded) {
        if (remaining() > 0) {
            throw malformed(at, "its end", remaining() + " more bytes");
        }
        return decoded;
    }

    int remaining() {
        return body.length() - at;
    }

    int position() {
        return at;
    }

    byte int8(String what) {
        need(1, what);
        return body.at(at++);
    }

    short int16(String what) {
        need(2, what);
        at += 2;
        return (short) ((body.at(at - 2) << 8) | (body.at(at - 1) & 0xff));
    }

    int int32(String what) {
        need(4, what);
        int high = int16(what);
        return (high << 16) | (int16(what) & 0xffff);
    }

    /** One byte that must be among {@code allowed}. */
    char letter(String allowed, String what) {
        char letter = (char) (int8(what) & 0xff);
        if (allowed.indexOf(letter) < 0) {
            throw malformed(at - 1, what + ", one of " + allowed, MalformedFrame.show(letter));
        }
        return letter;
    }

    /** Text that a zero byte ends. */
    Bytes string(String what) {
        int end = body.indexOfZero(at);
        if (end < 0) {
            throw malformed(at, what + " and a zero byte after it", "no zero byte in the " + remaining() + " left");
        }
        Bytes text = body.part(at, end);
        at = end + 1;
        return text;
    }

    Bytes bytes(int length, String what) {
        need(length, what);
        at += length;
        return body.part(at - length, at);
    }

    Bytes rest() {
        return bytes(remaining(), "");
    }

    /** All that is left, which must be {@code least} to {@code most} bytes. */
    Bytes rest(int least, int most, String what) {
        if (remaining() < least || remaining() > most) {
            throw malformed(at, what + " of " + least + " to " + most + " bytes", remaining() + " bytes");
        }
        return rest();
    }

    /** Four bytes of length, then so many bytes; the length -1 is NULL. */
    @Nullable
    Bytes value(String what) {
        int length = int32("the length of " + what);
        if (length < -1 || length > remaining()) {
            throw malformed(
                    at - 4, "the length of " + what + ", -1 to the " + remaining() + " bytes left", "" + length);
        }
        return length == -1 ? null : bytes(length, what);
    }

    List<@Nullable Bytes> values(String what) {
        int count = count16(4, what);
        List<@Nullable Bytes> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(what));
        }
        return values;
    }

    List<Short> shorts(String what) {
        int count = count16(2, what);
        List<Short> shorts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            shorts.add(int16(what));
        }
        return shorts;
    }

    List<Integer> ints(String what) {
        int count = count16(4, what);
        List<Integer> ints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ints.add(int32(what));
        }
        return ints;
    }

    /** The fields of an error or notice, up to the zero byte that ends them. */
    Map<Character, Bytes> fields() {
        Map<Character, Bytes> fields = new LinkedHashMap<>();
        for (byte letter = int8("a field or the end"); letter != 0; letter = int8("a field or the end")) {
            char key = (char) (letter & 0xff);
            int start = at - 1;
            if (fields.put(key, string("a field")) != null) {
                throw malformed(start, "each field once", MalformedFrame.show(key) + " again");
            }
        }
        return fields;
    }

    /** Names and values in turn, up to the empty name that ends them. */
    Map<Bytes, Bytes> parameters() {
        Map<Bytes, Bytes> parameters = new LinkedHashMap<>();
        int start = at;
        for (Bytes name = string("a name"); !name.isEmpty(); name = string("a name")) {
            if (parameters.put(name, string("a value")) != null) {
                throw malformed(start, "each parameter once", "one again");
            }
            start = at;
        }
        return parameters;
    }

    /** Two bytes of count, without a sign, of things that have at least {@code size} bytes each. */
    int count16(int size, String what) {
        int count = int16("the number of " + what) & 0xffff;
        return count(count, size, 2, what);
    }

    /** The same in four bytes; less than 0 can't be. */
    int count32(int size, String what) {
        return count(int32("the number of " + what), size, 4, what);
    }

    private int count(int count, int size, int width, String what) {
        if (count < 0 || (long) count * size > remaining()) {
            throw malformed(
                    at - width,
                    "the number of " + what + ", at least " + size + " bytes each",
                    count + " with " + remaining() + " bytes left");
        }
        return count;
    }

    private void need(int length, String what) {
        if (length > remaining()) {
            throw malformed(at, length + " bytes of " + what, remaining() + " bytes");
        }
    }

    MalformedFrame malformed(int where, String expected, String found) {
        return new MalformedFrame("malformed %s at byte %d of its body: expected %s, found %s"
                .formatted(message, where, expected, found));
    }
}
