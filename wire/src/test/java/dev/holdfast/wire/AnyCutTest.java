package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnyCutTest {
    /** Streams that are cut at every byte have at most so many. */
    private static final int SHORT = 400;

    @Test
    void aShortStreamHasTheSameFramesWhereverItIsCut() {
        AtomicInteger streams = new AtomicInteger();
        Cases.each(400, random -> {
            Session session = Session.random(random, 4);
            int length = session.bytes().length;
            if (length <= SHORT) {
                streams.incrementAndGet();
                IntStream.rangeClosed(0, length).forEach(cut -> agree(session, cut));
                agree(session, IntStream.range(1, length).toArray());
            }
        });
        assertThat(streams).hasValueGreaterThan(100);
    }

    @Test
    void aLongStreamHasTheSameFramesHoweverItIsCut() {
        AtomicInteger frames = new AtomicInteger();
        Cases.each(150, random -> {
            Session session = Session.random(random, 200);
            frames.addAndGet(session.frames().size());
            agree(session, cuts(random, session.bytes().length));
            agree(session);
        });
        assertThat(frames).hasValueGreaterThan(10_000);
    }

    /** Up to a thousand places, in order, some of them twice. */
    static int[] cuts(SplittableRandom random, int length) {
        return random.ints(random.nextInt(1000), 0, length + 1).sorted().toArray();
    }

    private static void agree(Session session, int... cuts) {
        FrameSplitter splitter = session.splitter();
        assertThat(Wired.frames(splitter, session.bytes(), cuts).equals(session.frames()))
                .as("same frames from the splitter, cut at %s", Arrays.toString(cuts))
                .isTrue();
        assertThat(splitter.pending()).isZero();
        Walk walk = new Walk(session.cursor(), session.bytes());
        walk.take(cuts);
        assertThat(walk.found.equals(extents(session.frames())))
                .as("same frames from the cursor, cut at %s", Arrays.toString(cuts))
                .isTrue();
    }

    /** Where a frame lies. */
    private record Extent(Frame.Kind kind, char type, long start, long size) {}

    private static List<Extent> extents(List<Frame> frames) {
        List<Extent> extents = new ArrayList<>();
        long start = 0;
        for (Frame frame : frames) {
            int size = Codec.encode(frame).length;
            extents.add(new Extent(frame.kind(), frame.type(), start, size));
            start += size;
        }
        return extents;
    }

    /** A cursor's way through a stream, checked at each step. */
    private static final class Walk {
        private final List<Extent> found = new ArrayList<>();
        private final FrameCursor cursor;
        private final byte[] stream;

        Walk(FrameCursor cursor, byte[] stream) {
            this.cursor = cursor;
            this.stream = stream;
        }

        void take(int... cuts) {
            int from = 0;
            for (int cut : cuts) {
                take(ByteBuffer.wrap(stream, from, cut - from));
                from = cut;
            }
            take(ByteBuffer.wrap(stream, from, stream.length - from));
        }

        private void take(ByteBuffer bytes) {
            FrameCursor.Step step;
            do {
                step = cursor.advance(bytes);
                check(cursor.start() + cursor.seen() == bytes.position());
                switch (step) {
                    case BEGUN -> check(Arrays.equals(cursor.header(), header(bytes.position())));
                    case ENDED -> found.add(new Extent(cursor.kind(), cursor.type(), cursor.start(), cursor.size()));
                    case MORE -> check(!bytes.hasRemaining());
                }
            } while (step != FrameCursor.Step.MORE);
        }

        private byte[] header(int to) {
            return Arrays.copyOfRange(stream, (int) cursor.start(), to);
        }

        private void check(boolean holds) {
            assertThat(holds)
                    .as("the cursor at byte %d of the frame at %d", cursor.seen(), cursor.start())
                    .isTrue();
        }
    }
}
