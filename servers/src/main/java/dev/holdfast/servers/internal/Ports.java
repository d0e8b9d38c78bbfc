package dev.holdfast.servers.internal;

import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports on the loopback interface, from below the range that operating systems give to clients: a server that starts
 * again on its port must not find it taken by somebody's outgoing connection.
 */
public final class Ports {
    private static final int FIRST = 15_000;
    private static final int AFTER_LAST = 32_000;
    private static final int ATTEMPTS = 100;

    private Ports() {}

    /** Free a moment ago; whoever uses it must still expect that it isn't. */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new ServerFailed(
                "found no free port",
                ATTEMPTS + " ports from " + FIRST + " to " + AFTER_LAST + " on 127.0.0.1 were in use.",
                "");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
