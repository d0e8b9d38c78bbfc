package dev.holdfast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Bytes from somebody who doesn't keep to the protocol: nothing but a MalformedFrame may come of them. */
class FuzzTest {
    private static final int[] LIES = {
        Integer.MIN_VALUE,
        -2,
        -1,
        0,
        1,
        3,
        4,
        5,
        7,
        8,
        9,
        255,
        256,
        65535,
        65536,
        0x3fffffff,
        0x40000003,
        Integer.MAX_VALUE
    };

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How often each thing came of a frame or stream. */
    private final Map<String, Integer> outcomes = new HashMap<>();

    @Test
    void noiseIsReadOrRefused() {
        Cases.each(5_000, random -> {
            byte[] noise = noise(random, random.nextInt(300));
            Direction direction = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
            bounded(new Session(direction, random.nextInt(2), noise, List.of()), random);
        });
        assertThat(outcomes).containsKeys("decoded", "refused frame", "refused stream");
    }

    @Test
    void noiseInAFrameOfAnyTypeIsReadOrRefused() {
        Cases.each(30_000, random -> {
            Frame.Kind kind = random.nextInt(10) == 0 ? Frame.Kind.UNTYPED : Frame.Kind.TYPED;
            char type = kind == Frame.Kind.UNTYPED ? 0 : letter(random);
            Frame frame = new Frame(kind, type, Bytes.of(noise(random, random.nextInt(40))));
            decode(frame, each -> Codec.encode(Codec.frontend(each)));
            decode(frame, each -> Codec.encode(Codec.backend(each)));
        });
        assertThat(outcomes.get("decoded")).isGreaterThan(1000);
        assertThat(outcomes.get("refused frame")).isGreaterThan(1000);
    }

    @Test
    void aDamagedStreamIsReadOrRefused() {
        Cases.each(4_000, random -> {
            Session session = Session.random(random, random.nextInt(1, 30));
            byte[] damaged = session.bytes();
            for (int times = random.nextInt(1, 5); times > 0; times--) {
                damaged = damaged(random, session, damaged);
            }
            bounded(session.with(damaged), random);
        });
        assertThat(outcomes).containsKeys("decoded", "refused frame", "refused stream");
        assertThat(outcomes.get("decoded")).isGreaterThan(10_000);
        assertThat(outcomes.get("refused frame")).isGreaterThan(1000);
        assertThat(outcomes.get("refused stream")).isGreaterThan(1000);
    }

    /** Reads all, and allocates in proportion to what there is to read, whatever lengths and counts it declares. */
    private void bounded(Session session, SplittableRandom random) {
        int[] cuts = AnyCutTest.cuts(random, session.bytes().length);
        long bound = 200_000 + 200L * session.bytes().length;
        if (allocated(session, cuts) > bound) { // once more: the first time, classes are loaded too
            assertThat(allocated(session, cuts)).as("bytes allocated").isLessThan(bound);
        }
    }

    private long allocated(Session session, int[] cuts) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        read(session, cuts);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private void read(Session session, int[] cuts) {
        FrameSplitter splitter = session.splitter();
        List<Frame> frames = new ArrayList<>();
        boolean refused = split(splitter, session.bytes(), cuts, frames);
        count(refused ? "refused stream" : "whole stream");
        assertThat(walk(session.cursor(), session.bytes(), frames.size())).isEqualTo(refused);
        frames.forEach(frame -> decode(frame, session::recoded));
    }

    private static boolean split(FrameSplitter splitter, byte[] stream, int[] cuts, List<Frame> frames) {
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : stream.length;
            splitter.add(ByteBuffer.wrap(stream, from, to - from));
            from = to;
        }
        try {
            for (var next = splitter.next(); next.isPresent(); next = splitter.next()) {
                frames.add(next.get());
            }
            return false;
        } catch (MalformedFrame expected) {
            return true;
        }
    }

    /** Whether the cursor refuses the stream, after so many frames. */
    private static boolean walk(FrameCursor cursor, byte[] stream, int frames) {
        ByteBuffer bytes = ByteBuffer.wrap(stream);
        int ended = 0;
        boolean refused = false;
        try {
            FrameCursor.Step step;
            do {
                step = cursor.advance(bytes);
                ended += step == FrameCursor.Step.ENDED ? 1 : 0;
            } while (step != FrameCursor.Step.MORE);
        } catch (MalformedFrame expected) {
            refused = true;
        }
        assertThat(ended).isEqualTo(frames);
        return refused;
    }

    /** Nothing is lost: what can be decoded is encoded to the same bytes. */
    private void decode(Frame frame, Function<Frame, byte[]> recoded) {
        try {
            byte[] again = recoded.apply(frame);
            if (frame.type() != 'v') { // its version has two spellings
                assertThat(Arrays.equals(again, Codec.encode(frame)))
                        .as("%s is encoded as it was", frame)
                        .isTrue();
            }
            count("decoded");
        } catch (MalformedFrame expected) {
            assertThat(expected).hasMessageStartingWith("malformed ");
            count("refused frame");
        }
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** Bytes with a liking for what begins connections, for small numbers and for letters. */
    private static byte[] noise(SplittableRandom random, int length) {
        ByteBuffer noise = ByteBuffer.allocate(length + 8);
        while (noise.position() < length) {
            switch (random.nextInt(6)) {
                case 0 -> noise.putInt(random.nextInt(20));
                case 1 -> noise.putInt(LIES[random.nextInt(LIES.length)]);
                case 2 -> noise.putShort((short) random.nextInt(4));
                case 3 -> noise.put((byte) letter(random));
                case 4 -> noise.put((byte) random.nextInt());
                default -> noise.putLong(8L << 32 | random.nextInt(80877102, 80877105));
            }
        }
        return Arrays.copyOf(noise.array(), length);
    }

    private static char letter(SplittableRandom random) {
        String letters = "pQPBDECHSFdcfXRKvZTDINA123nstVGW";
        return letters.charAt(random.nextInt(letters.length()));
    }

    private static byte[] damaged(SplittableRandom random, Session session, byte[] stream) {
        if (stream.length == 0) {
            return stream;
        }
        int at = random.nextInt(stream.length);
        int to = random.nextInt(at, stream.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> flipped(stream, at, random.nextInt(8));
            case 1 -> Arrays.copyOf(stream, at);
            case 2 -> lie(stream, lengthOf(session, random), LIES[random.nextInt(LIES.length)]);
            case 3 -> lie(stream, at, LIES[random.nextInt(LIES.length)]);
            case 4 -> joined(stream, to, at); // a slice twice
            default -> joined(stream, at, to); // a slice missing
        };
    }

    private static byte[] flipped(byte[] stream, int at, int bit) {
        byte[] flipped = stream.clone();
        flipped[at] ^= (byte) (1 << bit);
        return flipped;
    }

    private static byte[] lie(byte[] stream, int at, int number) {
        byte[] lie = stream.clone();
        if (at + 4 <= lie.length) {
            ByteBuffer.wrap(lie).putInt(at, number);
        }
        return lie;
    }

    /** Where some frame of the undamaged stream has its length. */
    private static int lengthOf(Session session, SplittableRandom random) {
        int frame = random.nextInt(session.frames().size());
        int start = session.frames().stream()
                .limit(frame)
                .mapToInt(each -> Codec.encode(each).length)
                .sum();
        return session.frames().get(frame).kind() == Frame.Kind.TYPED ? start + 1 : start;
    }

    /** The bytes up to {@code end}, then those from {@code begin}. */
    private static byte[] joined(byte[] stream, int end, int begin) {
        byte[] joined = Arrays.copyOf(stream, end + stream.length - begin);
        System.arraycopy(stream, begin, joined, end, stream.length - begin);
        return joined;
    }
}
