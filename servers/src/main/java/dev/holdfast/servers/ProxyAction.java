package dev.holdfast.servers;

import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Direction;
import java.time.Duration;
import java.util.List;

/**
 * One thing that a proxy does to the bytes of one direction. Actions run in order, each after every byte before it was
 * written. Immutable.
 */
public sealed interface ProxyAction {
    /** How many of the frame's bytes it takes from the source. What a frame's actions leave over passes after them. */
    default long consumes() {
        return 0;
    }

    /** The next bytes of the source pass. */
    record Pass(long bytes) implements ProxyAction {
        @Override
        public long consumes() {
            return bytes;
        }
    }

    /** The next bytes of the source are lost. */
    record Drop(long bytes) implements ProxyAction {
        @Override
        public long consumes() {
            return bytes;
        }
    }

    /** The next byte of the source passes with these bits inverted, of which there are 1 to 255. */
    record Flip(int bits) implements ProxyAction {
        @Override
        public long consumes() {
            return 1;
        }
    }

    /** These bytes, which the source didn't send. */
    record Inject(Bytes bytes) implements ProxyAction {}

    /** Nothing goes this way for so long. */
    record Pause(Duration time) implements ProxyAction {}

    /** Nothing goes this way until {@link ProxyConnection#release}. */
    record Hold() implements ProxyAction {}

    /** The next {@code total} bytes pass, {@code step} at a time, with a {@code gap} after each step. */
    record Drip(int step, Duration gap, long total) implements ProxyAction {
        @Override
        public long consumes() {
            return total;
        }
    }

    /** From here so many frames are collected and then written at once; after {@code limit} whatever has come. */
    record Gather(int frames, Duration limit) implements ProxyAction {}

    /** From now on at most so many bytes a second go this way. */
    record Throttle(int bytesPerSecond) implements ProxyAction {}

    /** From now on whatever is sent that way is lost, also that its sender closed. */
    record Mute(Direction direction) implements ProxyAction {}

    /** The other direction does this before its next frame. */
    record Opposite(List<ProxyAction> actions) implements ProxyAction {
        public Opposite {
            actions = List.copyOf(actions);
        }
    }

    /** The connection ends here. */
    record End(Ending client, Ending server) implements ProxyAction {}

    /** Calls something, on the proxy's thread; it must not block. */
    record Also(Runnable call) implements ProxyAction {}

    /** How one peer's socket is closed. */
    enum Ending {
        /** With FIN: the peer reads everything, then the end of file. */
        CLOSE,
        /** With RST. */
        RESET
    }
}
