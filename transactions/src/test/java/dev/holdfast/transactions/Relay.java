package dev.holdfast.transactions;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes between clients and a server, and cuts a connection when a COMMIT comes by. */
final class Relay implements AutoCloseable {
    enum Cut {
        /** The server never sees the COMMIT. */
        BEFORE_SENDING,
        /** The server sees it; nobody waits for what it does. */
        AFTER_SENDING,
        /** The server has answered; the client never sees that. */
        BEFORE_ANSWER
    }

    private final ConcurrentLinkedQueue<Cut> cuts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private final ServerSocket listening;
    private final String host;
    private final int port;
    private volatile boolean refusing;

    Relay(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** One of the next COMMITs each. */
    void cut(Cut... planned) {
        cuts.addAll(Arrays.asList(planned));
    }

    /** How many COMMITs were cut. */
    int done() {
        return done.get();
    }

    /** From now on nobody new gets through. */
    void refuse() {
        refusing = true;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private static void start(Runnable task) {
        Thread.ofPlatform().daemon().name("relay").start(task);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (refusing) {
                    client.close();
                } else {
                    new Pair(client, new Socket(host, port)).start();
                }
            } catch (IOException e) {
                assert listening.isClosed() : e;
            }
        }
    }

    private final class Pair {
        private final Socket client;
        private final Socket server;
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile boolean answerIsLost;

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            Relay.start(() -> pump(this::forward));
            Relay.start(() -> pump(this::answer));
        }

        private void pump(Step step) {
            try {
                step.run();
            } catch (IOException gone) {
                assert gone != null;
            } finally {
                closeClient();
            }
        }

        private void forward() throws IOException {
            byte[] buffer = new byte[65536];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (hasCommit(buffer, n) && cuts.peek() != null) {
                    cut(cuts.remove(), buffer, n);
                    return;
                }
                out.write(buffer, 0, n);
            }
            server.shutdownOutput();
        }

        private boolean hasCommit(byte[] buffer, int n) {
            return new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT");
        }

        /** The server's side is only half closed, so that no reset can overtake the COMMIT. */
        private void cut(Cut cut, byte[] buffer, int n) throws IOException {
            done.incrementAndGet();
            answerIsLost = true;
            if (cut != Cut.BEFORE_SENDING) {
                server.getOutputStream().write(buffer, 0, n);
            }
            if (cut == Cut.BEFORE_ANSWER) {
                awaitAnswer();
            }
            server.shutdownOutput();
        }

        private void awaitAnswer() {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void answer() throws IOException {
            byte[] buffer = new byte[65536];
            InputStream in = server.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (answerIsLost) {
                    answered.countDown();
                } else {
                    client.getOutputStream().write(buffer, 0, n);
                }
            }
        }

        private void closeClient() {
            answered.countDown();
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
