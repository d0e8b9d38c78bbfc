package dev.holdfast.proof.fault;

import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Codec;
import dev.holdfast.wire.Frontend;
import java.util.LinkedHashMap;
import java.util.Map;

/** Messages that nobody but the proxy sends. */
final class Messages {
    static final Bytes SYNC = Bytes.of(Codec.encode(new Frontend.Sync()));
    static final Bytes COPY_FAIL = Bytes.of(Codec.encode(new Frontend.CopyFail(Bytes.of("a fault was injected"))));

    private Messages() {}

    static Bytes error(String severity, String sqlState) {
        Map<Character, Bytes> fields = new LinkedHashMap<>();
        fields.put('S', Bytes.of(severity));
        fields.put('V', Bytes.of(severity));
        fields.put('C', Bytes.of(sqlState));
        fields.put('M', Bytes.of("an error that the proxy injected"));
        return Bytes.of(Codec.encode(new Backend.ErrorResponse(fields)));
    }
}
