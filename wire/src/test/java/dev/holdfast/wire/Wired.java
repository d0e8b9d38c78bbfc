package dev.holdfast.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Bytes as one writes them down, and streams read to their end. */
final class Wired {
    private static final Pattern TOKEN = Pattern.compile("'([^']*)'|([0-9a-f]{2})+|\\S+");

    private Wired() {}

    /** {@code 'Q' 00000006 'x' 00}: text in quotes, the rest in hexadecimal. */
    static byte[] bytes(String written) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TOKEN.matcher(written).results().map(Wired::token).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] token(MatchResult token) {
        return token.group(1) == null
                ? HexFormat.of().parseHex(token.group())
                : token.group(1).getBytes(StandardCharsets.ISO_8859_1);
    }

    static Bytes text(String text) {
        return Bytes.of(text, StandardCharsets.ISO_8859_1);
    }

    /** The frames in {@code stream}, added in pieces that end at {@code cuts}. */
    static List<Frame> frames(FrameSplitter splitter, byte[] stream, int... cuts) {
        List<Frame> frames = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            splitter.add(ByteBuffer.wrap(stream, from, cut - from));
            drain(splitter, frames);
            from = cut;
        }
        splitter.add(ByteBuffer.wrap(stream, from, stream.length - from));
        drain(splitter, frames);
        return frames;
    }

    private static void drain(FrameSplitter splitter, List<Frame> frames) {
        for (Optional<Frame> next = splitter.next(); next.isPresent(); next = splitter.next()) {
            frames.add(next.get());
        }
    }

    /** The one frame that {@code whole} is. */
    static Frame frame(Frame.Kind kind, byte[] whole) {
        int header = switch (kind) {
            case TYPED -> 5;
            case UNTYPED -> 4;
            case REPLY -> 1;
        };
        char type = kind == Frame.Kind.UNTYPED ? 0 : (char) (whole[0] & 0xff);
        return new Frame(kind, type, Bytes.of(whole).part(header, whole.length));
    }

    static Frame.Kind kind(Frontend message) {
        return message.type().isPresent() ? Frame.Kind.TYPED : Frame.Kind.UNTYPED;
    }

    static Frame.Kind kind(Backend message) {
        return message instanceof Backend.EncryptionReply ? Frame.Kind.REPLY : Frame.Kind.TYPED;
    }
}
