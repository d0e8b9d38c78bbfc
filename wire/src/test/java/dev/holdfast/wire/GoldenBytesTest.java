package dev.holdfast.wire;

import static dev.holdfast.wire.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every message beside its bytes, written by hand after the PostgreSQL 18 documentation, "Message Formats". */
class GoldenBytesTest {
    private static final Map<Frontend, String> FRONTEND = new LinkedHashMap<>();
    private static final Map<Backend, String> BACKEND = new LinkedHashMap<>();

    static {
        FRONTEND.put(new Frontend.SslRequest(), "00000008 04d2162f");
        FRONTEND.put(new Frontend.GssEncRequest(), "00000008 04d21630");
        FRONTEND.put(
                new Frontend.StartupMessage(0, ordered(text("user"), text("ann"), text("database"), text(""))),
                "0000001c 00030000 'user' 00 'ann' 00 'database' 00 00 00");
        FRONTEND.put(
                new Frontend.StartupMessage(2, Map.of(text("user"), text("b"))),
                "00000010 00030002 'user' 00 'b' 00 00");
        FRONTEND.put(new Frontend.CancelRequest(258, text("\1\2\3\4")), "00000010 04d2162e 00000102 01020304");
        FRONTEND.put(new Frontend.CancelRequest(-1, text("abcde")), "00000011 04d2162e ffffffff 'abcde'");
        FRONTEND.put(new Frontend.AuthenticationResponse(text("pw\0")), "'p' 00000007 'pw' 00");
        FRONTEND.put(Frontend.Query.of("select 1"), "'Q' 0000000d 'select 1' 00");
        FRONTEND.put(
                new Frontend.Parse(text("s"), text("select $1"), List.of(23, 0)),
                "'P' 0000001a 's' 00 'select $1' 00 0002 00000017 00000000");
        FRONTEND.put(
                new Frontend.Bind(
                        text("p"), text("s"), shorts(1), Arrays.asList(text("xy"), null, text("")), shorts(0, 1)),
                "'B' 00000022 'p' 00 's' 00 0001 0001 0003 00000002 'xy' ffffffff 00000000 0002 0000 0001");
        FRONTEND.put(new Frontend.Describe('S', text("s")), "'D' 00000007 'S' 's' 00");
        FRONTEND.put(new Frontend.Describe('P', text("")), "'D' 00000006 'P' 00");
        FRONTEND.put(new Frontend.Execute(text("p"), 256), "'E' 0000000a 'p' 00 00000100");
        FRONTEND.put(new Frontend.Close('P', text("p")), "'C' 00000007 'P' 'p' 00");
        FRONTEND.put(new Frontend.Flush(), "'H' 00000004");
        FRONTEND.put(new Frontend.Sync(), "'S' 00000004");
        FRONTEND.put(
                new Frontend.FunctionCall(1598, shorts(), Arrays.asList(text("a"), null), (short) 1),
                "'F' 00000017 0000063e 0000 0002 00000001 'a' ffffffff 0001");
        FRONTEND.put(new Frontend.CopyData(text("a\0b")), "'d' 00000007 'a' 00 'b'");
        FRONTEND.put(new Frontend.CopyDone(), "'c' 00000004");
        FRONTEND.put(new Frontend.CopyFail(text("no")), "'f' 00000007 'no' 00");
        FRONTEND.put(new Frontend.Terminate(), "'X' 00000004");

        BACKEND.put(new Backend.EncryptionReply('S'), "'S'");
        BACKEND.put(new Backend.EncryptionReply('G'), "'G'");
        BACKEND.put(new Backend.EncryptionReply('N'), "'N'");
        BACKEND.put(new Backend.Authentication(0, text("")), "'R' 00000008 00000000");
        BACKEND.put(new Backend.Authentication(3, text("")), "'R' 00000008 00000003");
        BACKEND.put(new Backend.Authentication(5, text("\1\2\3\4")), "'R' 0000000c 00000005 01020304");
        BACKEND.put(
                new Backend.Authentication(10, text("SCRAM-SHA-256\0\0")),
                "'R' 00000017 0000000a 'SCRAM-SHA-256' 00 00");
        BACKEND.put(new Backend.Authentication(11, text("r=x")), "'R' 0000000b 0000000b 'r=x'");
        BACKEND.put(new Backend.BackendKeyData(7, text("abcd")), "'K' 0000000c 00000007 'abcd'");
        BACKEND.put(new Backend.BackendKeyData(7, text("abcdefgh")), "'K' 00000010 00000007 'abcdefgh'");
        BACKEND.put(new Backend.ParameterStatus(text("TimeZone"), text("UTC")), "'S' 00000011 'TimeZone' 00 'UTC' 00");
        BACKEND.put(
                new Backend.NegotiateProtocolVersion(2, List.of(text("_pq_.a"))),
                "'v' 00000013 00030002 00000001 '_pq_.a' 00");
        BACKEND.put(new Backend.ReadyForQuery('T'), "'Z' 00000005 'T'");
        BACKEND.put(
                new Backend.RowDescription(List.of(
                        new Backend.Field(text("id"), 16384, (short) 1, 23, (short) 4, -1, (short) 0),
                        new Backend.Field(text("?"), 0, (short) 0, 25, (short) -1, 68, (short) 1))),
                "'T' 0000002f 0002 'id' 00 00004000 0001 00000017 0004 ffffffff 0000"
                        + " '?' 00 00000000 0000 00000019 ffff 00000044 0001");
        BACKEND.put(
                new Backend.DataRow(Arrays.asList(text("42"), null, text(""))),
                "'D' 00000014 0003 00000002 '42' ffffffff 00000000");
        BACKEND.put(new Backend.CommandComplete(text("SELECT 1")), "'C' 0000000d 'SELECT 1' 00");
        BACKEND.put(new Backend.EmptyQueryResponse(), "'I' 00000004");
        BACKEND.put(
                new Backend.ErrorResponse(ordered('S', text("ERROR"), 'C', text("40001"))),
                "'E' 00000013 'S' 'ERROR' 00 'C' '40001' 00 00");
        BACKEND.put(new Backend.NoticeResponse(Map.of('M', text("hm"))), "'N' 00000009 'M' 'hm' 00 00");
        BACKEND.put(
                new Backend.NotificationResponse(9, text("jobs"), text("3")), "'A' 0000000f 00000009 'jobs' 00 '3' 00");
        BACKEND.put(new Backend.ParseComplete(), "'1' 00000004");
        BACKEND.put(new Backend.BindComplete(), "'2' 00000004");
        BACKEND.put(new Backend.CloseComplete(), "'3' 00000004");
        BACKEND.put(new Backend.NoData(), "'n' 00000004");
        BACKEND.put(new Backend.PortalSuspended(), "'s' 00000004");
        BACKEND.put(new Backend.ParameterDescription(List.of(23)), "'t' 0000000a 0001 00000017");
        BACKEND.put(new Backend.FunctionCallResponse(text("z")), "'V' 00000009 00000001 'z'");
        BACKEND.put(new Backend.FunctionCallResponse(null), "'V' 00000008 ffffffff");
        BACKEND.put(new Backend.CopyInResponse((byte) 0, shorts(0, 0)), "'G' 0000000b 00 0002 0000 0000");
        BACKEND.put(new Backend.CopyOutResponse((byte) 1, shorts(1)), "'H' 00000009 01 0001 0001");
        BACKEND.put(new Backend.CopyBothResponse((byte) 0, shorts()), "'W' 00000007 00 0000");
        BACKEND.put(new Backend.CopyData(text("\n")), "'d' 00000005 0a");
        BACKEND.put(new Backend.CopyDone(), "'c' 00000004");
    }

    @Test
    void aClientsMessagesHaveTheDocumentedBytes() {
        FRONTEND.forEach((message, written) -> {
            byte[] bytes = Wired.bytes(written);
            assertThat(Codec.encode(message)).as("%s", message).isEqualTo(bytes);
            assertThat(Codec.frontend(Wired.frame(Wired.kind(message), bytes))).isEqualTo(message);
        });
    }

    @Test
    void aServersMessagesHaveTheDocumentedBytes() {
        BACKEND.forEach((message, written) -> {
            byte[] bytes = Wired.bytes(written);
            assertThat(Codec.encode(message)).as("%s", message).isEqualTo(bytes);
            assertThat(Codec.backend(Wired.frame(Wired.kind(message), bytes))).isEqualTo(message);
        });
    }

    @Test
    void noMessageIsMissingHere() {
        assertThat(classes(FRONTEND.keySet())).isEqualTo(permitted(Frontend.class));
        assertThat(classes(BACKEND.keySet())).isEqualTo(permitted(Backend.class));
    }

    @Test
    void aNegotiatedVersionIsAlsoReadAsTheDocumentationWritesIt() {
        byte[] bytes = Wired.bytes("'v' 0000000c 00000002 00000000");
        assertThat(Codec.backend(Wired.frame(Frame.Kind.TYPED, bytes)))
                .isEqualTo(new Backend.NegotiateProtocolVersion(2, List.of()));
    }

    static Set<Class<?>> permitted(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses()).collect(Collectors.toSet());
    }

    static Set<Class<?>> classes(Set<?> messages) {
        return messages.stream().map(Object::getClass).collect(Collectors.toSet());
    }

    private static List<Short> shorts(int... values) {
        return Arrays.stream(values).mapToObj(value -> (short) value).toList();
    }

    private static <K> Map<K, Bytes> ordered(K first, Bytes one, K second, Bytes two) {
        Map<K, Bytes> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }
}
