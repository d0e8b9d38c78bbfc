package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.ProxyAction.Ending;
import dev.holdfast.servers.internal.Poll;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Codec;
import dev.holdfast.wire.Direction;
import dev.holdfast.wire.Frontend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What goes through a proxy, between a client and a server that are both this test. */
class ProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final byte[] STARTUP =
            Codec.encode(new Frontend.StartupMessage(0, Map.of(Bytes.of("user"), Bytes.of("u"))));
    private static final byte[] SYNC = Codec.encode(new Frontend.Sync());
    private static final byte[] SSL = Codec.encode(new Frontend.SslRequest());
    private ServerSocket target;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void listen() throws IOException {
        target = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        opened.add(target);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    private Proxy start(ProxyRules rules) {
        Proxy proxy = Proxy.start(ProxyOptions.to("127.0.0.1", target.getLocalPort()), rules);
        opened.add(proxy);
        return proxy;
    }

    private Socket client(Proxy proxy) throws IOException {
        Socket client = new Socket(proxy.host(), proxy.port());
        client.setSoTimeout((int) LIMIT.toMillis());
        opened.add(client);
        return client;
    }

    private Socket server() throws IOException {
        Socket server = target.accept();
        server.setSoTimeout((int) LIMIT.toMillis());
        opened.add(server);
        return server;
    }

    /** Rules that want what {@code wants} says, and do what {@code decides} says. */
    private static ProxyRules rules(int wants, BiFunction<ProxyConnection, ProxyFrame, List<ProxyAction>> decides) {
        return connection -> new ProxyRules.Session() {
            @Override
            public int wants(Direction direction, ProxyFrame.Shape shape, char type, long length, long position) {
                return wants;
            }

            @Override
            public List<ProxyAction> decide(ProxyFrame frame) {
                return decides.apply(connection, frame);
            }
        };
    }

    /** At the first frame with this type that the client sends. */
    private static ProxyRules at(char type, ProxyAction... actions) {
        return rules(
                0,
                (connection, frame) -> frame.direction() == Direction.TO_SERVER && frame.type() == type
                        ? List.of(actions)
                        : List.of());
    }

    @RepeatedTest(20)
    void whateverIsSentArrivesAsItWas(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        int wants = repetition.getCurrentRepetition() % 2 == 0 ? ProxyRules.Session.PASS : random.nextInt(9_000);
        Proxy proxy = start(rules(wants, (connection, frame) -> List.of()));
        byte[] there = stream(random, true);
        byte[] back = stream(random, false);
        Socket client = client(proxy);
        Socket server = server();
        CompletableFuture<byte[]> atServer = received(server);
        CompletableFuture<byte[]> atClient = received(client);
        CompletableFuture<Void> sending = sent(server, back, new Random(random.nextLong()));
        sent(client, there, new Random(random.nextLong())).join();
        sending.join();
        assertThat(atServer.join())
                .as("seed %d", repetition.getCurrentRepetition())
                .isEqualTo(there);
        assertThat(atClient.join())
                .as("seed %d", repetition.getCurrentRepetition())
                .isEqualTo(back);
        assertThat(proxy.counts().bytesToServer()).isEqualTo(there.length);
        assertThat(proxy.counts().bytesToClient()).isEqualTo(back.length);
    }

    /** Frames, at times with garbage behind them; the last one is cut off. */
    private static byte[] stream(Random random, boolean fromClient) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        if (fromClient) {
            stream.writeBytes(STARTUP);
        }
        for (int i = random.nextInt(200); i > 0; i--) {
            byte[] data = new byte[random.nextInt(10) == 0 ? random.nextInt(200_000) : random.nextInt(100)];
            random.nextBytes(data);
            stream.writeBytes(Codec.encode(new Frontend.CopyData(Bytes.of(data))));
        }
        byte[] garbage = new byte[random.nextInt(50)];
        random.nextBytes(garbage);
        stream.writeBytes(garbage);
        return stream.toByteArray();
    }

    private static CompletableFuture<byte[]> received(Socket socket) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private static CompletableFuture<Void> sent(Socket socket, byte[] bytes, Random random) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int at = 0; at < bytes.length; ) {
                            int length =
                                    Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 9 : 60_000));
                            socket.getOutputStream().write(bytes, at, length);
                            at += length;
                        }
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    @Test
    void aSlowReaderSlowsItsSender() throws Exception {
        int total = 96 << 20;
        int kernels = 24 << 20; // two sockets' buffers, which Linux lets grow to 6 and 4 MB each
        Proxy proxy = start(ProxyRules.NONE);
        Socket client = client(proxy);
        Socket server = server();
        byte[] data = Codec.encode(new Frontend.CopyData(Bytes.of(new byte[total])));
        client.getOutputStream().write(STARTUP);
        CompletableFuture<Void> sending = sent(client, data, new Random(1));
        byte[] buffer = new byte[1 << 16];
        long read = 0;
        InputStream in = server.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            assertThat(proxy.counts().bytesToServer() - read).isLessThan(kernels);
            read += n;
        }
        sending.join();
        assertThat(read).isEqualTo(STARTUP.length + (long) data.length);
    }

    @Test
    void aClientWhoseTargetIsDownIsToldSoAsByPostgres() throws IOException {
        target.close();
        Proxy proxy = start(ProxyRules.NONE);
        String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/db?user=u&sslmode=prefer";
        assertThatThrownBy(() -> DriverManager.getConnection(url))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P03"))
                .hasMessageContaining("the proxy's target does not answer");
        assertThatThrownBy(() -> DriverManager.getConnection(url.replace("prefer", "require")))
                .hasMessageContaining("SSL");
        Socket cancel = client(proxy);
        cancel.getOutputStream().write(Codec.encode(new Frontend.CancelRequest(1, Bytes.of(new byte[4]))));
        assertThat(cancel.getInputStream().readAllBytes()).isEmpty();
        Socket slow = client(proxy);
        for (byte one : STARTUP) {
            slow.getOutputStream().write(one);
        }
        assertThat(new String(slow.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("E")
                .contains("SFATAL\0VFATAL\0C57P03\0");
        assertThat(proxy.counts().refused())
                .isPositive()
                .isEqualTo(proxy.counts().accepted());
    }

    @Test
    void whatIsEncryptedPassesAndHasNoFrames() throws Exception {
        Set<ProxyFrame.Shape> seen = new ConcurrentSkipListSet<>();
        Proxy proxy = start(rules(0, (connection, frame) -> {
            seen.add(frame.shape());
            return List.of();
        }));
        Socket client = client(proxy);
        Socket server = server();
        client.getOutputStream().write(SSL);
        assertThat(server.getInputStream().readNBytes(SSL.length)).isEqualTo(SSL);
        server.getOutputStream().write('S');
        assertThat(client.getInputStream().read()).isEqualTo('S');
        assertThat(seen).containsExactly(ProxyFrame.Shape.UNTYPED, ProxyFrame.Shape.REPLY);
        byte[] handshake = {0x16, 3, 1, 0, 0, 0, 0, 1};
        client.getOutputStream().write(handshake);
        assertThat(server.getInputStream().readNBytes(handshake.length)).isEqualTo(handshake);
        server.getOutputStream().write(handshake);
        assertThat(client.getInputStream().readNBytes(handshake.length)).isEqualTo(handshake);
        assertThat(seen).contains(ProxyFrame.Shape.OPAQUE).doesNotContain(ProxyFrame.Shape.TYPED);
        assertThat(proxy.counts().frames()).isEqualTo(2);
        assertThat(proxy.counts().encrypted()).isEqualTo(1);
    }

    @Test
    void encryptionFromTheFirstByteOnPassesToo() throws Exception {
        Proxy proxy = start(ProxyRules.NONE);
        Socket client = client(proxy);
        Socket server = server();
        byte[] handshake = {0x16, 3, 1, 0, 0};
        client.getOutputStream().write(handshake);
        assertThat(server.getInputStream().readNBytes(handshake.length)).isEqualTo(handshake);
        assertThat(proxy.counts().frames()).isZero();
        assertThat(proxy.counts().encrypted()).isEqualTo(1);
    }

    @Test
    void aRefusedEncryptionIsFollowedByFrames() throws Exception {
        Proxy proxy = start(at('S', new ProxyAction.Drop(SYNC.length)));
        Socket client = client(proxy);
        Socket server = server();
        client.getOutputStream().write(SSL);
        server.getInputStream().readNBytes(SSL.length);
        server.getOutputStream().write('N');
        assertThat(client.getInputStream().read()).isEqualTo('N');
        client.getOutputStream().write(STARTUP);
        client.getOutputStream().write(SYNC);
        client.shutdownOutput();
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(STARTUP);
    }

    @Test
    void halfACloseIsHalfAClose() throws Exception {
        Proxy proxy = start(ProxyRules.NONE);
        Socket client = client(proxy);
        Socket server = server();
        client.getOutputStream().write(STARTUP);
        client.shutdownOutput();
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(STARTUP);
        server.getOutputStream().write(SYNC);
        server.close();
        assertThat(client.getInputStream().readAllBytes()).isEqualTo(SYNC);
        assertThat(Poll.until(Deadline.in(LIMIT), () -> proxy.counts().open() == 0))
                .isTrue();
    }

    @Test
    void aResetIsPassedOn() throws Exception {
        Proxy proxy = start(ProxyRules.NONE);
        Socket client = client(proxy);
        Socket server = server();
        client.getOutputStream().write(STARTUP);
        server.getInputStream().readNBytes(STARTUP.length);
        server.setSoLinger(true, 0);
        server.close();
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat(Poll.until(Deadline.in(LIMIT), () -> proxy.counts().open() == 0))
                .isTrue();
    }

    @Test
    void rulesThatFailResetTheirConnectionOnly() throws Exception {
        Proxy proxy = start(rules(0, (connection, frame) -> {
            if (connection.number() == 1) {
                throw new IllegalStateException("planned");
            }
            return List.of();
        }));
        Socket unlucky = client(proxy);
        server();
        Socket lucky = client(proxy);
        Socket server = server();
        unlucky.getOutputStream().write(STARTUP);
        assertThatThrownBy(() -> unlucky.getInputStream().read()).hasMessageContaining("reset");
        lucky.getOutputStream().write(STARTUP);
        assertThat(server.getInputStream().readNBytes(STARTUP.length)).isEqualTo(STARTUP);
    }

    @Test
    void theOppositeDirectionIsTouchedBetweenItsFrames() throws Exception {
        Bytes told = Bytes.of("told");
        Proxy proxy = start(at(
                'S',
                new ProxyAction.Opposite(
                        List.of(new ProxyAction.Inject(told), new ProxyAction.End(Ending.CLOSE, Ending.CLOSE)))));
        Socket client = client(proxy);
        Socket server = server();
        byte[] frame = Codec.encode(new Frontend.CopyData(Bytes.of("0123456789")));
        server.getOutputStream().write(frame, 0, 8);
        assertThat(client.getInputStream().readNBytes(8)).hasSize(8); // half a frame has passed
        client.getOutputStream().write(STARTUP);
        client.getOutputStream().write(SYNC);
        server.getInputStream().readNBytes(STARTUP.length + SYNC.length);
        server.getOutputStream().write(frame, 8, frame.length - 8);
        byte[] rest = client.getInputStream().readAllBytes();
        assertThat(new String(rest, java.nio.charset.StandardCharsets.UTF_8)).endsWith("9told");
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void closingEndsEverythingAtOnce() throws Exception {
        Proxy proxy = start(ProxyRules.NONE);
        Socket client = client(proxy);
        server();
        proxy.close();
        proxy.close();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> new Socket(proxy.host(), proxy.port())).isInstanceOf(IOException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("holdfast-proxy-" + proxy.port()));
    }

    @Test
    void badOptionsAreRefusedAllAtOnce() {
        assertThatThrownBy(() -> new ProxyOptions(" ", 0, -1))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(3));
        assertThatThrownBy(() -> Proxy.start(
                        ProxyOptions.to("127.0.0.1", 1).withListenPort(target.getLocalPort()), ProxyRules.NONE))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("can't listen");
        assertThatThrownBy(() -> Proxy.start(ProxyOptions.to("no-such-host.invalid", 1), ProxyRules.NONE))
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("no address");
    }
}
