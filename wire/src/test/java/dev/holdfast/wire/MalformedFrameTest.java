package dev.holdfast.wire;

import static dev.holdfast.wire.Wired.bytes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.wire.Frame.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalformedFrameTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            'Q' | 'x'                            | Query at byte 0 of its body: expected the SQL and a zero byte after it, found no zero byte in the 1 left
            'Q' | 'x' 00 00                      | Query at byte 2 of its body: expected its end, found 1 more bytes
            'S' | 00                             | Sync at byte 0 of its body: expected its end, found 1 more bytes
            'H' | 00                             | Flush at byte 0
            'X' | 00                             | Terminate at byte 0
            'c' | 00                             | CopyDone at byte 0
            'f' | 'no'                           | CopyFail at byte 0
            'P' | 00 00 0002 00000017            | Parse at byte 2 of its body: expected the number of parameter types, at least 4 bytes each, found 2 with 4 bytes left
            'P' | 00 00 ffff                     | Parse at byte 2 of its body: expected the number of parameter types, at least 4 bytes each, found 65535 with 0 bytes left
            'P' | 00 00 00                       | Parse at byte 2 of its body: expected 2 bytes of the number of parameter types, found 1 bytes
            'P' | 00 'x'                         | Parse at byte 1
            'B' | 00 00 0000 0001 fffffffe 0000  | Bind at byte 6 of its body: expected the length of parameters, -1 to the 2 bytes left, found -2
            'B' | 00 00 0000 0001 00000003 0000  | found 3
            'B' | 00 00 0002 0000 0000 0001 ffffffff 0000 | Bind at byte 2 of its body: expected no format, one, or one per parameter, found 2 for 1
            'B' | 00 00 0000 0000 0001           | Bind at byte 6 of its body: expected the number of result formats
            'D' | 'X' 00                         | Describe at byte 0 of its body: expected the kind, one of SP, found 'X'
            'D' |                                | Describe at byte 0 of its body: expected 1 bytes of the kind, found 0 bytes
            'C' | 00 00                          | Close at byte 0 of its body: expected the kind, one of SP, found 0x00
            'E' | 'p' 00 0000                    | Execute at byte 2 of its body: expected 4 bytes of the most rows, found 2 bytes
            'F' | 00000001 0000 0000             | FunctionCall at byte 8
            'z' |                                | malformed frame: expected a type that a client sends, found 'z'
            00  |                                | found 0x00
            """)
    void aClientIsToldWhatAndWhere(String type, String body, String message) {
        assertThatThrownBy(() -> Codec.frontend(frame(type, body)))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            'R' | 00000001                       | Authentication at byte 0 of its body: expected a code of authentication, found 1
            'R' | 00000000 00                    | Authentication at byte 4 of its body: expected its end
            'R' | 00000005 010203                | Authentication at byte 4 of its body: expected 4 bytes of salt, found 3 bytes
            'R' | 0000000a 'SCRAM-SHA-256' 00    | Authentication at byte 18 of its body: expected a mechanism's name
            'R' | 0000000a 00 00                 | Authentication at byte 5 of its body: expected its end
            'K' | 00000001 010203                | BackendKeyData at byte 4 of its body: expected a key of 4 to 256 bytes, found 3 bytes
            'S' | 'a' 00 'b'                     | ParameterStatus at byte 2
            'v' | 00040000 00000000              | NegotiateProtocolVersion at byte 0 of its body: expected a version of protocol 3, found 4.0
            'v' | 00030000 ffffffff              | NegotiateProtocolVersion at byte 4 of its body: expected the number of options, at least 1 bytes each, found -1
            'v' | 00030000 7fffffff 00           | found 2147483647 with 1 bytes left
            'Z' | 'X'                            | ReadyForQuery at byte 0 of its body: expected the status, one of ITE, found 'X'
            'T' | 0001 00                        | RowDescription at byte 0 of its body: expected the number of fields, at least 19 bytes each, found 1
            'D' | 0001 00000005 'abcd'           | DataRow at byte 2 of its body: expected the length of values, -1 to the 4 bytes left, found 5
            'D' | 0001                           | DataRow at byte 0
            'C' |                                | CommandComplete at byte 0
            'E' | 'S' 'ERROR' 00                 | ErrorResponse at byte 7 of its body: expected 1 bytes of a field or the end
            'E' | 'S' 00 'S' 00 00               | ErrorResponse at byte 2 of its body: expected each field once, found 'S' again
            'N' | 'M' 'x'                        | NoticeResponse at byte 1
            'A' | 00000001 'x' 00                | NotificationResponse at byte 6
            '1' | 00                             | ParseComplete at byte 0
            't' | 0001 0000                      | ParameterDescription at byte 0
            'V' | 00000001                       | FunctionCallResponse at byte 0
            'G' | 02 0000                        | CopyInResponse at byte 0 of its body: expected the format 0 or 1, found 2
            'H' | 00 0001                        | CopyOutResponse at byte 1
            'W' | 00 0000 00                     | CopyBothResponse at byte 3
            'p' |                                | malformed frame: expected a type that a server sends, found 'p'
            ff  |                                | found 0xff
            """)
    void aServerIsToldWhatAndWhere(String type, String body, String message) {
        assertThatThrownBy(() -> Codec.backend(frame(type, body)))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            000300                               | first message at byte 0 of its body: expected 4 bytes of the version or request, found 3 bytes
            00020000                             | first message at byte 0 of its body: expected protocol 3 or a request, found 2.0
            04d2162f 00                          | first message at byte 4 of its body: expected its end
            04d2162e 00000001 010203             | CancelRequest at byte 8 of its body: expected a key of 4 to 256 bytes, found 3 bytes
            04d2162e 0000                        | CancelRequest at byte 4
            00030000                             | StartupMessage at byte 4
            00030000 'user' 00 'b' 00            | StartupMessage at byte 11 of its body: expected a name
            00030000 'user' 00 'b' 00 00 00      | StartupMessage at byte 12 of its body: expected its end
            00030000 'a' 00 'b' 00 'a' 00 00 00  | StartupMessage at byte 8 of its body: expected each parameter once
            """)
    void aFirstMessageIsToldWhatAndWhere(String body, String message) {
        Frame frame = new Frame(Kind.UNTYPED, '\0', Bytes.of(bytes(body)));
        assertThatThrownBy(() -> Codec.frontend(frame))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining(message);
    }

    @Test
    void framesOfAKindThatTheSenderDoesNotHaveAreRefused() {
        Frame reply = new Frame(Kind.REPLY, 'S', Bytes.EMPTY);
        Frame untyped = new Frame(Kind.UNTYPED, '\0', Bytes.of(new byte[4]));
        assertThatThrownBy(() -> Codec.frontend(reply)).isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(() -> Codec.backend(untyped)).isInstanceOf(MalformedFrame.class);
        assertThatThrownBy(() -> Codec.backend(new Frame(Kind.REPLY, 'x', Bytes.EMPTY)))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining("expected the byte S, G or N alone, found 'x'");
    }

    private static Frame frame(String type, String body) {
        return new Frame(Kind.TYPED, (char) (bytes(type)[0] & 0xff), Bytes.of(bytes(body == null ? "" : body)));
    }
}
