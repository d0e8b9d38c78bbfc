package dev.holdfast.proof.fault;

import dev.holdfast.servers.PostgresServer;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Codec;
import dev.holdfast.wire.Frame;
import dev.holdfast.wire.FrameSplitter;
import dev.holdfast.wire.Frontend;
import dev.holdfast.wire.MalformedFrame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A socket that says what it is told to say and keeps what it hears; it survives every corruption. */
final class RawClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    final Capture sent = new Capture();
    final Capture got = new Capture();
    private final Socket socket;
    private final FrameSplitter splitter = FrameSplitter.fromServer();
    private final List<Frame> frames = new ArrayList<>();
    private boolean broken;

    /** The conversation can't go on as planned. */
    static final class Astray extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> got.readFrom(socket, this::heard));
    }

    private void heard(byte[] bytes) {
        synchronized (got) {
            try {
                splitter.add(ByteBuffer.wrap(bytes));
                for (Optional<Frame> next = splitter.next(); next.isPresent(); next = splitter.next()) {
                    frames.add(next.get());
                }
            } catch (MalformedFrame e) {
                broken = true;
            }
            got.notifyAll();
        }
    }

    void send(Frontend... messages) {
        for (Frontend message : messages) {
            if (message instanceof Frontend.SslRequest) {
                synchronized (got) {
                    splitter.expectReply();
                }
            }
        }
        int total = 0;
        List<byte[]> encoded = new ArrayList<>();
        for (Frontend message : messages) {
            encoded.add(Codec.encode(message));
            total += encoded.get(encoded.size() - 1).length;
        }
        ByteBuffer together = ByteBuffer.allocate(total);
        encoded.forEach(together::put);
        send(together.array());
    }

    void send(byte[] bytes) {
        synchronized (sent) {
            try {
                if (sent.ended().isEmpty()) {
                    socket.getOutputStream().write(bytes);
                    sent.add(bytes, bytes.length);
                }
            } catch (IOException e) {
                got.failed();
                throw new Astray();
            }
        }
    }

    void shutdownOutput() {
        synchronized (sent) {
            Recorder.quietly(socket::shutdownOutput);
            sent.end("end of file");
        }
    }

    /** Waits for the frame of this type with this number, from 1, since the connection began. */
    Frame await(char type, int number) {
        boolean there = got.await(() -> broken || !got.ended().isEmpty() || nth(type, number) != null, LIMIT);
        synchronized (got) {
            Frame frame = nth(type, number);
            if (!there || frame == null) {
                throw new Astray();
            }
            return frame;
        }
    }

    /** Whether the first came. */
    boolean awaitEither(char one, int oneNumber, char other, int otherNumber) {
        got.await(
                () -> broken
                        || !got.ended().isEmpty()
                        || nth(one, oneNumber) != null
                        || nth(other, otherNumber) != null,
                LIMIT);
        return count(one) >= oneNumber;
    }

    private @Nullable Frame nth(char type, int number) {
        return frames.stream()
                .filter(frame -> frame.type() == type)
                .skip(number - 1)
                .findFirst()
                .orElse(null);
    }

    int count(char type) {
        synchronized (got) {
            return (int) frames.stream().filter(frame -> frame.type() == type).count();
        }
    }

    /** What {@code request} is answered with ReadyForQuery. */
    void ask(Frontend... request) {
        int before = count('Z');
        send(request);
        await('Z', before + 1);
    }

    void encryptionIsRefused() {
        send(new Frontend.SslRequest());
        await('N', 1);
    }

    void login(PostgresServer server, String database) {
        Map<Bytes, Bytes> parameters = new LinkedHashMap<>();
        parameters.put(Bytes.of("user"), Bytes.of(server.user()));
        parameters.put(Bytes.of("database"), Bytes.of(database));
        parameters.put(Bytes.of("application_name"), Bytes.of("raw"));
        send(new Frontend.StartupMessage(0, parameters));
        await('R', 1);
        byte[] first = Scram.first().getBytes(StandardCharsets.UTF_8);
        byte[] name = "SCRAM-SHA-256\0".getBytes(StandardCharsets.UTF_8);
        send(new Frontend.AuthenticationResponse(Bytes.of(ByteBuffer.allocate(name.length + 4 + first.length)
                .put(name)
                .putInt(first.length)
                .put(first)
                .array())));
        String serverFirst = new String(await('R', 2).body().toArray(), StandardCharsets.UTF_8).substring(4);
        String last = server.password().use(password -> Scram.last(serverFirst, password));
        send(new Frontend.AuthenticationResponse(Bytes.of(last)));
        await('Z', 1);
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        Recorder.quietly(socket::close);
    }
}
