package dev.holdfast.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** What one end of a connection sends, from the first byte. */
final class Session {
    private final Direction direction;
    private final int replies;
    private final byte[] bytes;
    private final List<Frame> frames;

    /** With so many one-byte answers due. */
    Session(Direction direction, int replies, byte[] bytes, List<Frame> frames) {
        this.direction = direction;
        this.replies = replies;
        this.bytes = bytes;
        this.frames = frames;
    }

    byte[] bytes() {
        return bytes;
    }

    /** What was meant, if the bytes are as they were made. */
    List<Frame> frames() {
        return frames;
    }

    static Session random(SplittableRandom random, int messages) {
        return random.nextBoolean() ? client(random, messages) : server(random, messages);
    }

    private static Session client(SplittableRandom random, int messages) {
        Messages any = new Messages(random);
        List<Frontend> sent = new ArrayList<>();
        Stream.generate(any::encryptionRequest).limit(random.nextInt(3)).forEach(sent::add);
        if (random.nextInt(10) == 0) {
            sent.add(any.cancel());
        } else {
            sent.add(any.startup());
            Stream.generate(any::typed).limit(messages).forEach(sent::add);
        }
        List<Frame> frames = sent.stream()
                .map(message -> Wired.frame(Wired.kind(message), Codec.encode(message)))
                .toList();
        return new Session(Direction.TO_SERVER, 0, joined(frames), frames);
    }

    private static Session server(SplittableRandom random, int messages) {
        Messages any = new Messages(random);
        int replies = random.nextInt(3);
        boolean refuses = replies > 0 && random.nextInt(4) == 0;
        List<Backend> sent = new ArrayList<>();
        Stream.generate(any::reply).limit(refuses ? replies - 1 : replies).forEach(sent::add);
        if (refuses) {
            sent.add(any.error());
        }
        Stream.generate(any::answer).limit(messages).forEach(sent::add);
        List<Frame> frames = sent.stream()
                .map(message -> Wired.frame(Wired.kind(message), Codec.encode(message)))
                .toList();
        return new Session(Direction.TO_CLIENT, replies, joined(frames), frames);
    }

    private static byte[] joined(List<Frame> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(frame -> out.writeBytes(Codec.encode(frame)));
        return out.toByteArray();
    }

    Session with(byte[] others) {
        return new Session(direction, replies, others, frames);
    }

    FrameSplitter splitter() {
        if (direction == Direction.TO_SERVER) {
            return FrameSplitter.fromClient();
        }
        FrameSplitter splitter = FrameSplitter.fromServer();
        for (int i = 0; i < replies; i++) {
            splitter.expectReply();
        }
        return splitter;
    }

    FrameCursor cursor() {
        if (direction == Direction.TO_SERVER) {
            return FrameCursor.fromClient();
        }
        FrameCursor cursor = FrameCursor.fromServer();
        for (int i = 0; i < replies; i++) {
            cursor.expectReply();
        }
        return cursor;
    }

    /** The bytes that the decoded {@code frame} is encoded to. */
    byte[] recoded(Frame frame) {
        return direction == Direction.TO_SERVER
                ? Codec.encode(Codec.frontend(frame))
                : Codec.encode(Codec.backend(frame));
    }
}
