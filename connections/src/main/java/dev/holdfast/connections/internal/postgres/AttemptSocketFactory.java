package dev.holdfast.connections.internal.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** What the driver makes from the id of an attempt, and asks for its sockets. */
public final class AttemptSocketFactory extends SocketFactory {
    private final AttemptSockets sockets;

    /** Called by the driver, with its property {@code socketFactoryArg}. */
    public AttemptSocketFactory(String id) {
        this.sockets = AttemptSockets.find(id);
    }

    @Override
    public Socket createSocket() throws IOException {
        return sockets.newSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw unconnectedOnly();
    }

    private static UnsupportedOperationException unconnectedOnly() {
        return new UnsupportedOperationException("the driver asks for sockets that aren't connected yet");
    }
}
