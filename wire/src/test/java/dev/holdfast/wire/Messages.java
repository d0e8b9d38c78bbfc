package dev.holdfast.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes any message that the protocol can carry, with a liking for the edges. */
final class Messages {
    private final SplittableRandom random;

    Messages(SplittableRandom random) {
        this.random = random;
    }

    Frontend frontend() {
        return pick(this::encryptionRequest, this::startup, this::cancel, this::typed, this::typed, this::typed);
    }

    Frontend encryptionRequest() {
        return pick(Frontend.SslRequest::new, Frontend.GssEncRequest::new);
    }

    Frontend startup() {
        return new Frontend.StartupMessage(random.nextInt(65536), parameters());
    }

    Frontend cancel() {
        return new Frontend.CancelRequest(random.nextInt(), key());
    }

    /** A message that has a type. */
    Frontend typed() {
        return pick(
                () -> new Frontend.AuthenticationResponse(bytes()),
                () -> new Frontend.Query(text()),
                () -> new Frontend.Parse(text(), text(), ints()),
                this::bind,
                () -> new Frontend.Describe(letter("SP"), text()),
                () -> new Frontend.Execute(text(), random.nextInt()),
                () -> new Frontend.Close(letter("SP"), text()),
                Frontend.Flush::new,
                Frontend.Sync::new,
                this::functionCall,
                () -> new Frontend.CopyData(bytes()),
                Frontend.CopyDone::new,
                () -> new Frontend.CopyFail(text()),
                Frontend.Terminate::new);
    }

    private Frontend bind() {
        List<@Nullable Bytes> values = values();
        return new Frontend.Bind(text(), text(), formats(values.size()), values, shorts(count()));
    }

    private Frontend functionCall() {
        List<@Nullable Bytes> values = values();
        return new Frontend.FunctionCall(random.nextInt(), formats(values.size()), values, (short) random.nextInt());
    }

    Backend backend() {
        return random.nextInt(20) == 0 ? reply() : answer();
    }

    Backend reply() {
        return new Backend.EncryptionReply(letter("SGN"));
    }

    Backend error() {
        return new Backend.ErrorResponse(fields());
    }

    /** A message that has a type. */
    Backend answer() {
        return pick(
                this::authentication,
                () -> new Backend.BackendKeyData(random.nextInt(), key()),
                () -> new Backend.ParameterStatus(text(), text()),
                () -> new Backend.NegotiateProtocolVersion(random.nextInt(65536), list(count(), this::text)),
                () -> new Backend.ReadyForQuery(letter("ITE")),
                () -> new Backend.RowDescription(list(count(), this::field)),
                () -> new Backend.DataRow(values()),
                () -> new Backend.CommandComplete(text()),
                Backend.EmptyQueryResponse::new,
                this::error,
                () -> new Backend.NoticeResponse(fields()),
                () -> new Backend.NotificationResponse(random.nextInt(), text(), text()),
                Backend.ParseComplete::new,
                Backend.BindComplete::new,
                Backend.CloseComplete::new,
                Backend.NoData::new,
                Backend.PortalSuspended::new,
                () -> new Backend.ParameterDescription(ints()),
                () -> new Backend.FunctionCallResponse(value()),
                () -> new Backend.CopyInResponse(format(), shorts(count())),
                () -> new Backend.CopyOutResponse(format(), shorts(count())),
                () -> new Backend.CopyBothResponse(format(), shorts(count())),
                () -> new Backend.CopyData(bytes()),
                Backend.CopyDone::new);
    }

    private Backend authentication() {
        return pick(
                () -> new Backend.Authentication(pick(() -> 0, () -> 2, () -> 3, () -> 7, () -> 9), Bytes.EMPTY),
                () -> new Backend.Authentication(5, bytes(4)),
                () -> new Backend.Authentication(10, Wired.text("SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0")),
                () -> new Backend.Authentication(pick(() -> 8, () -> 11, () -> 12), bytes()));
    }

    private Backend.Field field() {
        return new Backend.Field(
                text(),
                random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                (short) random.nextInt(),
                random.nextInt(),
                (short) random.nextInt());
    }

    private Map<Bytes, Bytes> parameters() {
        Map<Bytes, Bytes> parameters = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            parameters.put(Bytes.of("name" + random.nextInt(100)), text(random.nextInt(20)));
        }
        return parameters;
    }

    private Map<Character, Bytes> fields() {
        Map<Character, Bytes> fields = new LinkedHashMap<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            fields.put((char) random.nextInt(1, 256), text());
        }
        return fields;
    }

    private List<@Nullable Bytes> values() {
        int count = random.nextInt(3000) == 0 ? 65535 : count();
        return Messages.<@Nullable Bytes>list(count, this::value);
    }

    private @Nullable Bytes value() {
        return random.nextInt(4) == 0 ? null : bytes();
    }

    private List<Short> formats(int values) {
        return shorts(pick(() -> 0, () -> 1, () -> values));
    }

    private List<Short> shorts(int count) {
        return list(count, () -> (short) random.nextInt());
    }

    private List<Integer> ints() {
        return list(count(), random::nextInt);
    }

    /** Seldom the most that the protocol can count, which has the sign bit set. */
    private int count() {
        return pick(() -> 0, () -> 1, () -> random.nextInt(10), () -> random.nextInt(1000) == 0 ? 40_000 : 2);
    }

    private Bytes key() {
        return bytes(pick(() -> 4, () -> 32, () -> 256, () -> random.nextInt(4, 257)));
    }

    private Bytes bytes() {
        return bytes(length());
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private Bytes text() {
        return text(length() % 1000);
    }

    /** Without zero bytes. */
    private Bytes text(int length) {
        byte[] bytes = bytes(length).toArray();
        for (int i = 0; i < length; i++) {
            bytes[i] = bytes[i] == 0 ? (byte) 'a' : bytes[i];
        }
        return Bytes.of(bytes);
    }

    private int length() {
        return pick(
                () -> 0,
                () -> random.nextInt(5),
                () -> random.nextInt(40),
                () -> random.nextInt(200) == 0 ? random.nextInt(100_000) : 3);
    }

    private char letter(String letters) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    private byte format() {
        return (byte) random.nextInt(2);
    }

    private static <T extends @Nullable Object> List<T> list(int count, Supplier<T> one) {
        List<T> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(one.get());
        }
        return list;
    }

    @SafeVarargs
    private <T> T pick(Supplier<? extends T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }
}
