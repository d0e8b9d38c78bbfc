package dev.holdfast.wire;

import static dev.holdfast.wire.Wired.bytes;
import static dev.holdfast.wire.Wired.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.holdfast.wire.Frame.Kind;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
    private static final String SSL = "00000008 04d2162f ";
    private static final String GSS = "00000008 04d21630 ";
    private static final String STARTUP = "00000010 00030002 'user' 00 'b' 00 00 ";
    private static final String CANCEL = "00000010 04d2162e 00000102 01020304 ";

    @Test
    void aClientHasNoTypesUntilItsStartupMessage() {
        byte[] stream = bytes(GSS + SSL + STARTUP + "'Q' 00000006 'x' 00 'S' 00000004");
        List<Frame> frames = Wired.frames(FrameSplitter.fromClient(), stream);
        assertThat(frames.stream().map(Codec::frontend))
                .containsExactly(
                        new Frontend.GssEncRequest(),
                        new Frontend.SslRequest(),
                        new Frontend.StartupMessage(2, Map.of(text("user"), text("b"))),
                        Frontend.Query.of("x"),
                        new Frontend.Sync());
    }

    @Test
    void nothingFollowsACancelRequest() {
        FrameSplitter splitter = FrameSplitter.fromClient();
        splitter.add(ByteBuffer.wrap(bytes(CANCEL + "'S'")));
        assertThat(splitter.next().map(Frame::kind)).contains(Kind.UNTYPED);
        assertThatThrownBy(splitter::next)
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining("at byte 16 of the stream")
                .hasMessageContaining("nothing after a CancelRequest");
    }

    @Test
    void anUnknownVersionIsAFrameButNothingIsKnownAfterIt() {
        FrameSplitter splitter = FrameSplitter.fromClient();
        splitter.add(ByteBuffer.wrap(bytes("00000009 00020000 00 'Q'")));
        Frame frame = splitter.next().orElseThrow();
        assertThatThrownBy(() -> Codec.frontend(frame)).hasMessageContaining("found 2.0");
        assertThatThrownBy(splitter::next).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void aServerRepliesWithOneByteWhenThatIsExpected() {
        FrameSplitter splitter = FrameSplitter.fromServer();
        splitter.expectReply();
        splitter.expectReply();
        List<Frame> frames = Wired.frames(splitter, bytes("'NSN' 00000005 00"));
        assertThat(frames)
                .containsExactly(
                        new Frame(Kind.REPLY, 'N', Bytes.EMPTY),
                        new Frame(Kind.REPLY, 'S', Bytes.EMPTY),
                        new Frame(Kind.TYPED, 'N', text("\0")));
    }

    @Test
    void aServerMayReplyWithAnError() {
        byte[] stream = bytes("'E' 00000009 'M' 'hm' 00 00");
        FrameSplitter splitter = FrameSplitter.fromServer();
        splitter.expectReply();
        assertThat(Wired.frames(splitter, stream, 1, 3, 7)).containsExactly(Wired.frame(Kind.TYPED, stream));
    }

    @Test
    void anythingElseIsNoReply() {
        FrameSplitter splitter = FrameSplitter.fromServer();
        splitter.expectReply();
        splitter.add(ByteBuffer.wrap(bytes("15")));
        assertThatThrownBy(splitter::next).isInstanceOf(MalformedFrame.class).hasMessageContaining("found 0x15");
    }

    @Test
    void aClientNeverReplies() {
        assertThatThrownBy(FrameSplitter.fromClient()::expectReply).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void impossibleLengthsAreRefusedAsSoonAsTheyAreRead() {
        refuses(FrameSplitter.fromServer(), "'D' 00000003", "expected a length of 4 to 1073741827, found 3");
        refuses(FrameSplitter.fromServer(), "'D' ffffffff", "found -1");
        refuses(FrameSplitter.fromServer(), "'D' 40000004", "found 1073741828");
        refuses(FrameSplitter.fromServer(10), "'D' 0000000f", "expected a length of 4 to 14, found 15");
        refuses(FrameSplitter.fromClient(), "00000007", "expected a length of 8 to 10004, found 7");
        refuses(FrameSplitter.fromClient(), "00002715", "found 10005");
        refuses(FrameSplitter.fromClient(10), STARTUP + "'Q' 0000000f", "found 15");
    }

    private static void refuses(FrameSplitter splitter, String stream, String why) {
        byte[] bytes = bytes(stream);
        assertThatThrownBy(() -> Wired.frames(splitter, bytes))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining(why);
        splitter.add(ByteBuffer.wrap(bytes("'S' 00000004")));
        assertThatThrownBy(splitter::next).isInstanceOf(MalformedFrame.class);
    }

    @Test
    void possibleLengthsAtTheEdgeAreTaken() {
        assertThat(Wired.frames(FrameSplitter.fromServer(), bytes("'D' 40000003")))
                .isEmpty();
        assertThat(Wired.frames(FrameSplitter.fromServer(10), bytes("'D' 0000000e")))
                .isEmpty();
        assertThat(Wired.frames(FrameSplitter.fromClient(), bytes("00002714"))).isEmpty();
        assertThat(Wired.frames(FrameSplitter.fromClient(), bytes(SSL))).hasSize(1);
    }

    @Test
    void pendingCountsWhatNoReturnedFrameHolds() {
        FrameSplitter splitter = FrameSplitter.fromServer();
        splitter.add(ByteBuffer.wrap(bytes("'Z' 00000005 'I' 'Z' 0000")));
        assertThat(splitter.pending()).isEqualTo(9);
        assertThat(splitter.next()).isPresent();
        assertThat(splitter.pending()).isEqualTo(3);
        assertThat(splitter.next()).isEmpty();
    }

    @Test
    void aHugeRowInSmallPiecesIsCopiedFewTimes() {
        byte[] row = new byte[64 << 20];
        ByteBuffer.wrap(row).put((byte) 'D').putInt(row.length - 1);
        row[row.length - 1] = 7;
        int[] cuts = IntStream.range(1, row.length / 8192).map(i -> i * 8192).toArray();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        List<Frame> frames = Wired.frames(FrameSplitter.fromServer(), row, cuts);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4L * row.length);
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().body().at(row.length - 6)).isEqualTo((byte) 7);
    }
}
