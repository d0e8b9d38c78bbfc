package dev.holdfast.servers;

import dev.holdfast.core.Problems;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a proxy listens, always on 127.0.0.1, and which server it stands before. Immutable.
 *
 * @param host of the server
 * @param port of the server
 * @param listenPort 0 for any that is free
 */
public record ProxyOptions(String host, int port, int listenPort) {
    private static final int MOST = 65_535;

    public ProxyOptions {
        Problems problems = new Problems();
        if (host.isBlank()) {
            problems.add("the proxy's target has no host", "", "For example localhost.");
        }
        if (port < 1 || port > MOST) {
            problems.add("not a port of a target", port + " was given.", "Choose from 1 to 65535; 5432 is usual.");
        }
        if (listenPort < 0 || listenPort > MOST) {
            problems.add("not a port to listen on", listenPort + " was given.", "Choose from 0 (any) to 65535.");
        }
        problems.throwIfAny();
    }

    /** Before {@code host:port}, on any free port. */
    public static ProxyOptions to(String host, int port) {
        return new ProxyOptions(host, port, 0);
    }

    /** Before {@code server}, on any free port. */
    public static ProxyOptions to(PostgresServer server) {
        return to(server.host(), server.port());
    }

    public ProxyOptions withListenPort(int newPort) {
        return new ProxyOptions(host, port, newPort);
    }

    /** Looked up now. */
    InetSocketAddress target() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new ServerFailed(
                    "the proxy's target has no address", "\"" + host + "\" isn't known.", "Write an address.", e);
        }
    }
}
