package dev.holdfast.servers;

import dev.holdfast.servers.internal.ProxyLoop;
import java.io.IOException;

/**
 * A running proxy before one PostgreSQL server: it knows where frames begin and lets {@link ProxyRules} do something to them.
 * One daemon thread serves all its connections. Listens on 127.0.0.1 only. Thread-safe.
 *
 * <p>If the target doesn't answer, clients are told so as a PostgreSQL that is starting up would: SQLSTATE 57P03.
 */
public final class Proxy implements AutoCloseable {
    private final ProxyLoop loop;

    private Proxy(ProxyLoop loop) {
        this.loop = loop;
    }

    /**
     * Listens; returns when it does.
     *
     * @throws ServerFailed if the port is taken or the target's name has no address
     */
    public static Proxy start(ProxyOptions options, ProxyRules rules) {
        try {
            return new Proxy(ProxyLoop.start(options.target(), options.listenPort(), rules));
        } catch (IOException e) {
            throw new ServerFailed(
                    "the proxy can't listen on 127.0.0.1:" + options.listenPort(),
                    e + ".",
                    "Choose another port, or 0 for any that is free.",
                    e);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return loop.port();
    }

    public ProxyCounts counts() {
        return loop.counts();
    }

    /** Resets all connections and stops listening; returns when all is gone. Calling it again does nothing. */
    @Override
    public void close() {
        loop.close();
    }

    @Override
    public String toString() {
        return "proxy on " + host() + ":" + port();
    }
}
