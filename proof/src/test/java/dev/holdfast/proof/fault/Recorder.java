package dev.holdfast.proof.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a proxy and the server, copies bytes, and keeps what it copied. */
final class Recorder implements AutoCloseable {
    private final ServerSocket acceptor = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** One connection: what the proxy sent, and what the proxy was sent. */
    static final class Line {
        final Capture fromProxy = new Capture();
        final Capture toProxy = new Capture();
        private final Socket proxy;
        private final Socket server;

        Line(Socket proxy, Socket server) throws IOException {
            this.proxy = proxy;
            this.server = server;
            proxy.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            Thread.ofPlatform().daemon().start(() -> {
                fromProxy.readFrom(proxy, bytes -> write(server, bytes));
                quietly(server::shutdownOutput);
            });
            Thread.ofPlatform().daemon().start(() -> {
                new Capture().readFrom(server, this::send);
                toProxy.end("end of file");
                quietly(proxy::shutdownOutput);
            });
        }

        /** As if the server had sent it. */
        void send(byte[] bytes) {
            synchronized (toProxy) {
                if (!toProxy.ended().isEmpty()) {
                    return;
                }
                if (write(proxy, bytes)) {
                    toProxy.add(bytes, bytes.length);
                } else {
                    fromProxy.failed();
                }
            }
        }

        private static boolean write(Socket socket, byte[] bytes) {
            try {
                socket.getOutputStream().write(bytes);
                return true;
            } catch (IOException e) {
                return false; // who was cut off still records
            }
        }

        void close() {
            quietly(proxy::close);
            quietly(server::close);
        }
    }

    /** Something that may fail. */
    interface Work {
        void run() throws IOException;
    }

    static void quietly(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            assert e != null;
        }
    }

    Recorder(int target) throws IOException {
        this.target = target;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return acceptor.getLocalPort();
    }

    Line line(int number) {
        Capture nothing = new Capture();
        while (lines.size() <= number) {
            nothing.await(() -> false, java.time.Duration.ofMillis(1));
        }
        return lines.get(number);
    }

    int sentToProxy() {
        return lines.stream().mapToInt(line -> line.toProxy.size()).sum();
    }

    private void accept() {
        try {
            while (true) {
                Socket proxy = acceptor.accept();
                Line line = new Line(proxy, new Socket(InetAddress.getLoopbackAddress(), target));
                lines.add(line);
                line.start();
            }
        } catch (IOException e) {
            quietly(acceptor::close);
        }
    }

    @Override
    public void close() {
        quietly(acceptor::close);
        lines.forEach(Line::close);
    }
}
