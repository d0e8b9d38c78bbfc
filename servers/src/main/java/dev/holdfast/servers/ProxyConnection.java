package dev.holdfast.servers;

import dev.holdfast.wire.Direction;

/** One connection through a proxy, as its rules see it. */
public interface ProxyConnection {
    /** 1 for the first that the proxy accepted. */
    long number();

    /** Ends an {@link ProxyAction.Hold}. Only on the proxy's thread. */
    void release(Direction direction);

    /** Ends it soon. From any thread; does nothing if it has ended. */
    void end(ProxyAction.Ending client, ProxyAction.Ending server);
}
