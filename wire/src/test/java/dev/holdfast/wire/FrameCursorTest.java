package dev.holdfast.wire;

import static dev.holdfast.wire.Wired.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.wire.Frame.Kind;
import dev.holdfast.wire.FrameCursor.Step;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameCursorTest {
    @Test
    void aFrameIsKnownBeforeItsBodyHasCome() {
        FrameCursor cursor = FrameCursor.fromServer();
        ByteBuffer bytes = ByteBuffer.wrap(bytes("'Z' 00000005 'I' 'D' 3fffffff 0001"));
        assertThat(cursor.advance(bytes)).isEqualTo(Step.BEGUN);
        assertThat(cursor.advance(bytes)).isEqualTo(Step.ENDED);
        assertThat(cursor.advance(bytes)).isEqualTo(Step.BEGUN);
        assertThat(cursor.kind()).isEqualTo(Kind.TYPED);
        assertThat(cursor.type()).isEqualTo('D');
        assertThat(cursor.length()).isEqualTo(0x3fffffff);
        assertThat(cursor.size()).isEqualTo(0x40000000L);
        assertThat(cursor.start()).isEqualTo(6);
        assertThat(cursor.seen()).isEqualTo(5);
        assertThat(cursor.advance(bytes)).isEqualTo(Step.MORE);
        assertThat(cursor.seen()).isEqualTo(7);
    }

    @Test
    void aFirstMessageBeginsWithItsRequest() {
        FrameCursor cursor = FrameCursor.fromClient();
        ByteBuffer bytes = ByteBuffer.wrap(bytes("00000010 04d2162e 00000102"));
        assertThat(cursor.advance(bytes)).isEqualTo(Step.BEGUN);
        assertThat(cursor.request()).isEqualTo(80877102);
        assertThat(cursor.type()).isEqualTo('\0');
        assertThat(cursor.header()).isEqualTo(bytes("00000010 04d2162e"));
    }

    @Test
    void nothingIsSaidOfAHeaderThatHasNotCome() {
        FrameCursor cursor = FrameCursor.fromServer();
        assertThat(cursor.advance(ByteBuffer.wrap(bytes("'D' 000000")))).isEqualTo(Step.MORE);
        assertThat(cursor.begun()).isFalse();
        assertThat(cursor.seen()).isEqualTo(4);
        assertThatThrownBy(cursor::kind).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cursor::header).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStreamThatBrokeStaysBroken() {
        FrameCursor cursor = FrameCursor.fromServer();
        ByteBuffer bytes = ByteBuffer.wrap(bytes("'Z' 00000005 'I' 'D' 00000000 'Z' 00000005 'I'"));
        cursor.advance(bytes);
        cursor.advance(bytes);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> cursor.advance(bytes))
                    .isInstanceOf(MalformedFrame.class)
                    .hasMessage("malformed frame of type 'D' at byte 6 of the stream: "
                            + "expected a length of 4 to 1073741827, found 0");
        }
    }

    @Test
    void theMostOfABodyIsAtMostWhatPostgresqlHas() {
        assertThatThrownBy(() -> FrameCursor.fromServer(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FrameCursor.fromClient(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
