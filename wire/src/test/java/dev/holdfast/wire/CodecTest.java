package dev.holdfast.wire;

import static dev.holdfast.wire.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodecTest {
    @Test
    void whatCouldNotBeReadBackIsNotWritten() {
        refuses(() -> Codec.encode(Frontend.Query.of("a\0b")), "zero byte");
        refuses(() -> Codec.encode(new Frontend.StartupMessage(65536, Map.of())), "no version 3.65536");
        refuses(() -> Codec.encode(new Frontend.StartupMessage(0, Map.of(Bytes.EMPTY, text("x")))), "can't be empty");
        refuses(() -> Codec.encode(new Frontend.CancelRequest(1, text("abc"))), "4 to 256 bytes, not 3");
        refuses(() -> Codec.encode(new Frontend.Describe('X', text(""))), "one of SP is needed, not 'X'");
        refuses(() -> Codec.encode(new Frontend.Parse(text(""), text(""), Collections.nCopies(65536, 23))), "to 65535");
        refuses(
                () -> Codec.encode(new Frontend.Bind(
                        text(""), text(""), List.of((short) 0, (short) 1), List.of(text("x")), List.of())),
                "2 formats are too many or too few for 1 values");
        refuses(() -> Codec.encode(new Backend.EncryptionReply('E')), "the reply is S, G or N");
        refuses(() -> Codec.encode(new Backend.Authentication(5, text("abc"))), "4 bytes of salt");
        refuses(() -> Codec.encode(new Backend.Authentication(1, text(""))), "a code of authentication");
        refuses(() -> Codec.encode(new Backend.NegotiateProtocolVersion(-1, List.of())), "no version");
        refuses(() -> Codec.encode(new Backend.ErrorResponse(Map.of('\0', text("x")))), "can't be 0");
        refuses(() -> Codec.encode(new Backend.ErrorResponse(Map.of('\u0100', text("x")))), "one byte");
        refuses(() -> Codec.encode(new Backend.CopyInResponse((byte) 2, List.of())), "0x02");
    }

    private static void refuses(ThrowingCallable encoding, String why) {
        assertThatThrownBy(encoding)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theMostThatCanBeCountedIsCounted() {
        Backend row = new Backend.DataRow(Collections.nCopies(65535, text("x")));
        assertThat(Codec.backend(Wired.frame(Frame.Kind.TYPED, Codec.encode(row))))
                .isEqualTo(row);
    }

    @Test
    void secretsAreNotPrinted() {
        Bytes secret = text("hunter2");
        assertThat(new Frontend.AuthenticationResponse(secret).toString()).doesNotContain("hunter2");
        assertThat(new Frontend.CancelRequest(1, secret).toString())
                .contains("1")
                .doesNotContain("hunter2");
        assertThat(new Backend.BackendKeyData(1, secret).toString())
                .contains("1")
                .doesNotContain("hunter2");
        assertThat(new Frame(Frame.Kind.TYPED, 'p', secret)).hasToString("Frame[TYPED 'p', 7 bytes]");
    }

    @Test
    void messagesDoNotChangeWithTheListsTheyWereMadeOf() {
        List<@Nullable Bytes> values = new ArrayList<>();
        Map<Bytes, Bytes> parameters = new LinkedHashMap<>();
        Backend.DataRow row = new Backend.DataRow(values);
        Frontend.StartupMessage startup = new Frontend.StartupMessage(0, parameters);
        values.add(null);
        parameters.put(text("user"), text("ann"));
        assertThat(row.values()).isEmpty();
        assertThat(startup.parameters()).isEmpty();
    }

    @Test
    void fieldsOfErrorsAndNoticesAreFoundByTheirLetter() {
        assertThat(new Backend.ErrorResponse(Map.of('C', text("40001"))).field('C'))
                .contains(text("40001"));
        assertThat(new Backend.NoticeResponse(Map.of()).field('C')).isEmpty();
    }

    @Test
    void bytesCompareByContentAndCannotBeChanged() {
        byte[] mine = {'h', 'i'};
        Bytes bytes = Bytes.of(mine);
        mine[0] = 'x';
        bytes.toArray()[0] = 'x';
        assertThat(bytes)
                .isEqualTo(Bytes.of("hi"))
                .hasSameHashCodeAs(Bytes.of("hi"))
                .hasToString("hi");
        assertThat(bytes.buffer().isReadOnly()).isTrue();
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {'a', 'h', 'i'}).position(1);
        assertThat(Bytes.rest(buffer)).isEqualTo(bytes);
        assertThat(buffer.hasRemaining()).isFalse();
    }
}
