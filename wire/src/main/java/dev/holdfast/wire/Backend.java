package dev.holdfast.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server sends. Immutable. */
public sealed interface Backend {
    /** The single byte after a request for encryption: {@code S}, {@code G} or {@code N}. */
    record EncryptionReply(char answer) implements Backend {}

    /**
     * Any authentication message.
     *
     * @param code 0 is accepted, 2 Kerberos V5 (obsolete), 3 cleartext, 5 MD5, 7 GSS, 8 GSS continues, 9 SSPI, 10 SASL,
     *     11 SASL continues, 12 SASL ends
     * @param data what follows: MD5's salt, SASL's mechanisms or data
     */
    record Authentication(int code, Bytes data) implements Backend {}

    /** Which backend this is. A key has 4 bytes in 3.0, 4 to 256 in 3.2. */
    record BackendKeyData(int processId, Bytes secretKey) implements Backend {
        /** Without the key. */
        @Override
        public String toString() {
            return "BackendKeyData[processId=" + processId + ", secretKey=********]";
        }
    }

    record ParameterStatus(Bytes name, Bytes value) implements Backend {}

    /** The server speaks an older protocol: {@code minor} is the newest; {@code unrecognized}, the options unknown to it. */
    record NegotiateProtocolVersion(int minor, List<Bytes> unrecognized) implements Backend {
        public NegotiateProtocolVersion {
            unrecognized = List.copyOf(unrecognized);
        }
    }

    /** The server waits: {@code I} idle, {@code T} in a transaction, {@code E} in a failed one. */
    record ReadyForQuery(char status) implements Backend {}

    record RowDescription(List<Field> fields) implements Backend {
        public RowDescription {
            fields = List.copyOf(fields);
        }
    }

    /** One column; {@code table} is the OID of its table and {@code column} its number there, 0 if it has none. */
    record Field(Bytes name, int table, short column, int type, short typeSize, int typeModifier, short format) {}

    /** One row; null is SQL's NULL. */
    record DataRow(List<@Nullable Bytes> values) implements Backend {
        // Not compact: javac leaves @Nullable out of a compact constructor's parameters.
        public DataRow(List<@Nullable Bytes> values) {
            this.values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /** A command is done; its tag is for example {@code INSERT 0 1}. */
    record CommandComplete(Bytes tag) implements Backend {}

    record EmptyQueryResponse() implements Backend {}

    /** An error; its fields by their letter, in the order sent. */
    record ErrorResponse(Map<Character, Bytes> fields) implements Backend {
        public ErrorResponse {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public Optional<Bytes> field(char letter) {
            return Optional.ofNullable(fields.get(letter));
        }
    }

    /** A notice or warning; its fields by their letter, in the order sent. */
    record NoticeResponse(Map<Character, Bytes> fields) implements Backend {
        public NoticeResponse {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public Optional<Bytes> field(char letter) {
            return Optional.ofNullable(fields.get(letter));
        }
    }

    record NotificationResponse(int processId, Bytes channel, Bytes payload) implements Backend {}

    record ParseComplete() implements Backend {}

    record BindComplete() implements Backend {}

    record CloseComplete() implements Backend {}

    record NoData() implements Backend {}

    record PortalSuspended() implements Backend {}

    record ParameterDescription(List<Integer> types) implements Backend {
        public ParameterDescription {
            types = List.copyOf(types);
        }
    }

    record FunctionCallResponse(@Nullable Bytes result) implements Backend {}

    /** The server waits for COPY's data; format 0 is textual, 1 binary. */
    record CopyInResponse(byte format, List<Short> columns) implements Backend {
        public CopyInResponse {
            columns = List.copyOf(columns);
        }
    }

    record CopyOutResponse(byte format, List<Short> columns) implements Backend {
        public CopyOutResponse {
            columns = List.copyOf(columns);
        }
    }

    record CopyBothResponse(byte format, List<Short> columns) implements Backend {
        public CopyBothResponse {
            columns = List.copyOf(columns);
        }
    }

    record CopyData(Bytes data) implements Backend {}

    record CopyDone() implements Backend {}
}
