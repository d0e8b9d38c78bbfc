package dev.holdfast.servers;

import dev.holdfast.wire.Direction;
import java.util.List;

/** What happens to connections through a proxy. Everything is called on the proxy's one thread and must not block. */
@FunctionalInterface
public interface ProxyRules {
    /** Everything passes. */
    ProxyRules NONE = connection -> Session.TRANSPARENT;

    /** The target has accepted {@code connection}; nothing was relayed yet. */
    Session opened(ProxyConnection connection);

    /** What happens to one connection. */
    interface Session {
        /** The frame passes, and {@link #decide} isn't asked. */
        int PASS = -1;

        /** The most of a body that can be seen before it passes. */
        int MOST = 8_192;

        /** Everything passes. */
        Session TRANSPARENT = new Session() {
            @Override
            public int wants(Direction direction, ProxyFrame.Shape shape, char type, long length, long position) {
                return PASS;
            }

            @Override
            public List<ProxyAction> decide(ProxyFrame frame) {
                return List.of();
            }
        };

        /**
         * How many bytes of a frame's body must be seen, at most {@link #MOST}, or {@link #PASS}. Asked once for each frame,
         * in the order in which they come.
         *
         * @param length of the whole frame
         * @param position of its first byte in what this direction's source has sent
         */
        int wants(Direction direction, ProxyFrame.Shape shape, char type, long length, long position);

        /** What happens to the frame. What the actions leave of it passes after them. */
        List<ProxyAction> decide(ProxyFrame frame);

        /** The connection has ended. */
        default void closed() {}
    }
}
