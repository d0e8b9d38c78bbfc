package dev.holdfast.proof.spec.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.holdfast.wire.Bytes;
import java.io.ByteArrayOutputStream;

/** Text that is put together of ours and of the server's bytes, whatever their encoding. Not thread-safe. */
final class Words {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @CanIgnoreReturnValue
    Words add(String text) {
        return add(Bytes.of(text));
    }

    @CanIgnoreReturnValue
    Words add(Bytes text) {
        text.writeTo(out);
        return this;
    }

    /** {@code count} times {@code filler}; none if it is negative. */
    @CanIgnoreReturnValue
    Words repeat(char filler, int count) {
        return add(String.valueOf(filler).repeat(Math.max(0, count)));
    }

    void clear() {
        out.reset();
    }

    Bytes bytes() {
        return Bytes.of(out.toByteArray());
    }
}
