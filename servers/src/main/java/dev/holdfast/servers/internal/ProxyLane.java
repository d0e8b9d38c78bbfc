package dev.holdfast.servers.internal;

import dev.holdfast.servers.ProxyAction;
import dev.holdfast.servers.ProxyFrame;
import dev.holdfast.servers.ProxyFrame.Shape;
import dev.holdfast.servers.ProxyRules.Session;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One direction of a relayed connection. How it works: docs/invariants.md. */
final class ProxyLane {
    static final int CAPACITY = 32 * 1024;
    private static final int UNASKED = -2;
    private static final int CANCEL = 80_877_102;
    private static final int SSL = 80_877_103;
    private static final int GSS = 80_877_104;
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final long TICK_NANOS = 10_000_000;
    private static final int TICKS_PER_SECOND = 100;

    private final ProxyLoop loop;
    private final ProxyLink.Relay relay;
    private final Direction direction;
    private final SocketChannel from;
    private final SocketChannel to;
    private final Deque<ProxyAction> program = new ArrayDeque<>();
    private final Deque<ProxyAction> atNextFrame = new ArrayDeque<>();

    /** From its position to its limit: read and neither written nor dropped. */
    private ByteBuffer in;

    /** So many bytes from the buffer's position on may be written. */
    private int decided;

    /** So many bytes behind those pass when they come. */
    private long passing;

    private long dropping;
    private int flipping;
    private @Nullable ByteBuffer injected;
    private Shape shape;
    private boolean replyDue;
    private int wanted = UNASKED;
    private long position;
    private int gathering;
    private long gatherUntil;
    private long pausedUntil;
    private int throttle;
    private long nextTick;
    private boolean paused;
    private boolean held;
    private boolean blocked;
    private boolean muted;
    private boolean atEnd;
    private boolean finished;

    private enum Next {
        /** Nothing can be decided before more is read. */
        READ,
        /** What is decided must be written first. */
        WRITE,
        /** A timer or {@link #release} will go on. */
        WAIT,
        /** The connection has ended. */
        OVER
    }

    ProxyLane(ProxyLoop loop, ProxyLink.Relay relay, Direction direction, SocketChannel from, SocketChannel to) {
        this.loop = loop;
        this.relay = relay;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.in = loop.borrow();
        this.shape = direction == Direction.TO_SERVER ? Shape.UNTYPED : Shape.TYPED;
    }

    boolean wantsRead() {
        if (atEnd || muted) {
            return !atEnd;
        }
        return !(blocked || paused || held) && in.remaining() < in.capacity();
    }

    boolean wantsWrite() {
        return blocked;
    }

    boolean finished() {
        return finished;
    }

    void close() {
        loop.giveBack(in);
        in = ByteBuffer.allocate(0);
    }

    /** The source has something. */
    void read() throws IOException {
        if (in.hasRemaining()) {
            in.compact();
        } else {
            in.clear();
        }
        int count;
        try {
            count = from.read(in);
        } catch (IOException e) {
            if (!muted) {
                throw e;
            }
            count = -1; // who is muted can't even say that it went away
        } finally {
            in.flip();
        }
        if (count < 0) {
            atEnd = true;
        } else {
            (direction == Direction.TO_SERVER ? loop.bytesToServer : loop.bytesToClient).add(count);
        }
        pump();
    }

    /** Goes as far as it can. */
    void pump() throws IOException {
        blocked = false;
        Next next;
        do {
            next = advance();
            if (next == Next.OVER) {
                return;
            }
            if (atEnd && next == Next.READ) {
                decided = in.remaining(); // an unfinished frame
            }
            if (!write()) {
                break;
            }
        } while (next == Next.WRITE);
        if (atEnd && next == Next.READ && !blocked && !paused && !finished && !relay.over()) {
            finish();
        }
        relay.updateInterest();
    }

    private void finish() throws IOException {
        finished = true;
        if (!muted) {
            to.shutdownOutput();
        }
        relay.finishIfDone();
    }

    /** Decides about bytes and performs actions until something must happen first. */
    private Next advance() throws IOException {
        while (true) {
            if (relay.over()) {
                return Next.OVER;
            }
            if (muted) {
                forget(in.remaining());
            }
            if (held || !pauseIsOver()) {
                return Next.WAIT;
            }
            if (!muted && !(passed() && dropped() && flipped() && gathered())) {
                return Next.READ;
            }
            ProxyAction action = program.peek();
            if (action instanceof ProxyAction.Pass pass && !muted) {
                program.remove();
                passing = pass.bytes();
            } else if (action != null || !atNextFrame.isEmpty()) {
                if (decided > 0 || injected != null) {
                    return Next.WRITE;
                }
                perform(action != null ? program.remove() : atNextFrame.remove());
            } else if (muted || !begin()) {
                return Next.READ;
            }
        }
    }

    private boolean pauseIsOver() {
        paused = paused && System.nanoTime() - pausedUntil < 0;
        return !paused;
    }

    private int undecided() {
        return in.remaining() - decided;
    }

    private boolean passed() {
        int now = (int) Math.min(passing, undecided());
        decided += now;
        passing -= now;
        return passing == 0;
    }

    private boolean dropped() {
        int now = (int) Math.min(dropping, undecided());
        if (now > 0) {
            in.position(in.position() + now); // actions begin with nothing decided
            dropping -= now;
        }
        return dropping == 0;
    }

    /** The bits of the next byte, in our own copy of it. */
    private boolean flipped() {
        if (flipping != 0 && undecided() > 0) {
            int next = in.position() + decided;
            in.put(next, (byte) (in.get(next) ^ flipping));
            decided++;
            flipping = 0;
        }
        return flipping == 0;
    }

    private void forget(int count) {
        in.position(in.position() + count);
        decided = 0;
        passing = 0;
        dropping = 0;
        flipping = 0;
        injected = null;
    }

    /** Whether nothing is gathered, or all that shall be. */
    private boolean gathered() {
        if (gathering == 0) {
            return true;
        }
        boolean enough = atEnd
                || in.remaining() == in.capacity()
                || System.nanoTime() - gatherUntil >= 0
                || wholeFrames() >= gathering;
        gathering = enough ? 0 : gathering;
        return enough;
    }

    private int wholeFrames() {
        int count = 0;
        int start = in.position();
        while (shape == Shape.TYPED && start + 5 <= in.limit()) {
            long next = start + 1L + Integer.toUnsignedLong(in.getInt(start + 1));
            if (next > in.limit()) {
                return count;
            }
            start = (int) next;
            count++;
        }
        return count;
    }

    /** At the first byte of a frame: asks the rules. False if more bytes are needed for that. */
    private boolean begin() throws IOException {
        int available = undecided();
        if (available == 0 || (replyDue && direction == Direction.TO_SERVER)) {
            return false;
        }
        int start = in.position() + decided;
        settleShape(start, available);
        if (available < shape.header()) {
            return false;
        }
        long length = length(start, available);
        char type = type(start);
        if (wanted == UNASKED) {
            wanted = relay.session().wants(direction, shape, type, length, position);
        }
        if (wanted == Session.PASS) {
            passing = length;
        } else {
            int seen = (int) Math.min(length, shape.header() + (long) Math.min(wanted, Session.MOST));
            if (available < seen) {
                return false;
            }
            decide(type, length, start, seen);
        }
        wanted = UNASKED;
        position += length;
        if (shape != Shape.OPAQUE) {
            loop.frames.increment();
            follow(start);
        }
        return true;
    }

    /** What the bytes themselves say about where frames end. */
    private void settleShape(int start, int available) {
        switch (shape) {
            case UNTYPED -> {
                if (in.get(start) == TLS_HANDSHAKE) { // without asking, as PostgreSQL 17 allows
                    encrypted();
                } else if (available >= 4 && in.getInt(start) < 8) {
                    opaque();
                }
            }
            case TYPED -> {
                if (replyDue && in.get(start) != 'E') { // a server that knows no such request sends an error
                    shape = Shape.REPLY;
                } else if (available >= 5 && in.getInt(start + 1) < 4) {
                    opaque();
                }
            }
            case REPLY, OPAQUE -> {}
        }
    }

    private long length(int start, int available) {
        return switch (shape) {
            case TYPED -> 1L + in.getInt(start + 1);
            case UNTYPED -> in.getInt(start);
            case REPLY -> 1;
            case OPAQUE -> available;
        };
    }

    private char type(int start) {
        return shape == Shape.TYPED || shape == Shape.REPLY ? (char) (in.get(start) & 0xFF) : 0;
    }

    private void decide(char type, long length, int start, int seen) {
        byte[] bytes = new byte[seen];
        in.get(start, bytes);
        List<ProxyAction> actions =
                relay.session().decide(new ProxyFrame(direction, shape, type, length, position, Bytes.of(bytes)));
        program.addAll(actions);
        long rest = length;
        for (ProxyAction action : actions) {
            rest -= action.consumes();
        }
        if (rest > 0) {
            program.add(new ProxyAction.Pass(rest));
        }
    }

    /** What the frame says about where the next ones end. */
    private void follow(int start) throws IOException {
        ProxyLane other = relay.opposite(this);
        if (shape == Shape.UNTYPED) {
            switch (in.getInt(start + 4)) {
                case SSL, GSS -> {
                    replyDue = true;
                    other.replyDue = true;
                }
                case CANCEL -> shape = Shape.OPAQUE;
                default -> shape = Shape.TYPED;
            }
        } else if (replyDue) {
            boolean encrypted = shape == Shape.REPLY && in.get(start) != 'N';
            replyDue = false;
            other.replyDue = false;
            shape = Shape.TYPED;
            if (encrypted) {
                encrypted();
            }
            other.pump();
        }
    }

    private void encrypted() {
        loop.encrypted.increment();
        opaque();
    }

    private void opaque() {
        shape = Shape.OPAQUE;
        relay.opposite(this).shape = Shape.OPAQUE;
    }

    private void perform(ProxyAction action) throws IOException {
        switch (action) {
            case ProxyAction.Pass pass -> passing = pass.bytes();
            case ProxyAction.Drop drop -> dropping = drop.bytes();
            case ProxyAction.Flip flip -> flipping = flip.bits();
            case ProxyAction.Inject inject -> injected = inject.bytes().buffer();
            case ProxyAction.Pause pause ->
                pauseUntil(System.nanoTime() + pause.time().toNanos());
            case ProxyAction.Hold hold -> held = true;
            case ProxyAction.Drip drip -> drip(drip);
            case ProxyAction.Gather gather -> {
                gathering = gather.frames();
                gatherUntil = System.nanoTime() + gather.limit().toNanos();
                relay.at(gatherUntil, this::pump);
            }
            case ProxyAction.Throttle limit -> {
                throttle = limit.bytesPerSecond();
                nextTick = System.nanoTime();
            }
            case ProxyAction.Mute mute -> relay.mute(mute.direction());
            case ProxyAction.Opposite opposite -> {
                ProxyLane other = relay.opposite(this);
                other.atNextFrame.addAll(opposite.actions());
                other.pump();
            }
            case ProxyAction.End end -> relay.end(end.client(), end.server());
            case ProxyAction.Also also -> also.call().run();
        }
    }

    private void drip(ProxyAction.Drip drip) {
        long left = drip.total() - drip.step();
        if (left > 0) {
            program.push(new ProxyAction.Drip(drip.step(), drip.gap(), left));
        }
        program.push(new ProxyAction.Pause(drip.gap()));
        passing = Math.min(drip.step(), drip.total());
    }

    private void pauseUntil(long nanos) {
        paused = true;
        pausedUntil = nanos;
        relay.at(nanos, this::pump);
    }

    void mute() {
        muted = true;
        relay.updateInterest();
    }

    void release() throws IOException {
        held = false;
        pump();
    }

    /** Whether everything decided is written; otherwise something will call {@link #pump} again. */
    private boolean write() throws IOException {
        try {
            return writeInjected() && writeDecided();
        } catch (IOException e) {
            lost();
            return true;
        }
    }

    private boolean writeInjected() throws IOException {
        if (injected != null) {
            to.write(injected);
            blocked = injected.hasRemaining();
            injected = blocked ? injected : null;
        }
        return !blocked;
    }

    private boolean writeDecided() throws IOException {
        if (decided == 0) {
            return true;
        }
        int most = throttle == 0 ? decided : Math.min(decided, allowance());
        int limit = in.limit();
        in.limit(in.position() + most);
        try {
            decided -= to.write(in);
        } finally {
            blocked = in.hasRemaining();
            in.limit(limit);
        }
        if (decided > 0 && !blocked) {
            pauseUntil(nextTick);
        }
        return decided == 0;
    }

    /** How many bytes a throttled lane may write now. */
    private int allowance() {
        long now = System.nanoTime();
        if (now - nextTick < 0) {
            return 0;
        }
        int most = Math.max(1, throttle / TICKS_PER_SECOND);
        nextTick = now + Math.max(TICK_NANOS, 1_000_000_000L * most / throttle);
        return most;
    }

    /** The destination takes nothing any more; the other lane will learn why. */
    private void lost() {
        muted = true;
        blocked = false;
        program.clear();
        forget(in.remaining());
        if (relay.opposite(this).atEnd) {
            relay.end(ProxyAction.Ending.RESET, ProxyAction.Ending.RESET);
        }
    }
}
