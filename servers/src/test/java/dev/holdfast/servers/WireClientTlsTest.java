package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.internal.Endpoint;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireClientTlsTest {
    private static final String ENCRYPTED =
            "SELECT ssl || ' ' || coalesce(version, '-') FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

    @TempDir
    private static Path directory;

    private static SelfSigned certificate;
    private static SelfSigned another;
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        certificate = SelfSigned.make(directory, "ip:127.0.0.1");
        another = SelfSigned.make(directory, "dns:localhost");
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        certificate.install(server.directory().resolve("data"));
        server.restart();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static WireClient open(String host, int port, Map<String, String> tls) throws SQLException {
        return WireClient.open(new Endpoint(host, port, tls), server.user(), server.password(), "postgres", Map.of());
    }

    private static WireClient open(Map<String, String> tls) throws SQLException {
        return open("127.0.0.1", server.port(), tls);
    }

    private static Map<String, String> trusting(String mode, SelfSigned root) {
        return Map.of("sslmode", mode, "sslrootcert", root.certificateFile().toString());
    }

    private static void assertUnreachable(String host, Map<String, String> tls, String words) {
        assertThatThrownBy(() -> open(host, server.port(), tls))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining(words);
    }

    /** The login is by SCRAM-SHA-256-PLUS: a wrong binding to the certificate would be refused. */
    @ParameterizedTest
    @ValueSource(strings = {"allow", "prefer", "require"})
    void tlsIsUsedIfTheServerHasIt(String mode) throws Exception {
        try (WireClient client = open(Map.of("sslmode", mode))) {
            assertThat(WireClientTest.one(client, ENCRYPTED)).isEqualTo("true TLSv1.3");
        }
    }

    @Test
    void disableMeansPlain() throws Exception {
        try (WireClient client = open(Map.of("sslmode", "disable"))) {
            assertThat(WireClientTest.one(client, ENCRYPTED)).isEqualTo("false -");
        }
    }

    @Test
    void verifyingModesWantATrustedCertificateAndTheRightName() throws Exception {
        try (WireClient client = open(trusting("verify-full", certificate))) {
            assertThat(WireClientTest.one(client, ENCRYPTED)).isEqualTo("true TLSv1.3");
        }
        try (WireClient client = open("localhost", server.port(), trusting("verify-ca", certificate))) {
            assertThat(WireClientTest.one(client, ENCRYPTED)).isEqualTo("true TLSv1.3");
        }
        assertUnreachable("localhost", trusting("verify-full", certificate), "certificate is not for localhost");
        assertUnreachable("127.0.0.1", trusting("verify-ca", another), "PKIX path");
        assertUnreachable("127.0.0.1", Map.of("sslmode", "verify-ca", "sslrootcert", "/nowhere"), "/nowhere");
        assertUnreachable("127.0.0.1", Map.of("sslmode", "nonsense"), "nonsense");
    }

    @Test
    void anExternalServersParametersCount() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres?sslmode=verify-full&sslrootcert="
                + certificate.certificateFile();
        Map<String, String> login =
                Map.of("PGUSER", server.user(), "PGPASSWORD", server.password().use(String::new));
        try (ExternalPostgres external =
                        ExternalPostgres.open(Target.parse(url, login).withShared(true));
                Database database = external.createDatabase("tls");
                WireClient client = database.wire(Map.of())) {
            assertThat(WireClientTest.one(client, ENCRYPTED)).isEqualTo("true TLSv1.3");
            assertThat(WireClientTest.one(client, "SELECT current_database()")).isEqualTo(database.name());
        }
    }

    @Test
    void cancelWorksOverTls() throws Exception {
        try (WireClient client = open(Map.of("sslmode", "require"))) {
            client.send(Frontend.Query.of("SELECT pg_sleep(600)"));
            WireClientTest.awaitAsleep(server, client.processId());
            client.cancel();
            assertThat(WireClientTest.answer(client))
                    .anySatisfy(message -> assertThat(message)
                            .isInstanceOfSatisfying(
                                    Backend.ErrorResponse.class,
                                    error -> assertThat(error.field('C')).contains(Bytes.of("57014"))));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 30_000_000_000L})
    void readingWithALimitEnds(long nanos) throws Exception {
        try (WireClient client = open(Map.of("sslmode", "require"))) {
            assertThat(client.read(Duration.ofNanos(Math.min(nanos, 1_000_000))))
                    .isFalse();
            client.send(Frontend.Query.of("SELECT repeat('x', 1000000)"));
            List<Backend> messages = new ArrayList<>();
            while (messages.stream().noneMatch(Backend.ReadyForQuery.class::isInstance)) {
                client.read(Duration.ofNanos(nanos));
                for (var message = client.poll(); message.isPresent(); message = client.poll()) {
                    messages.add(message.get());
                }
            }
            assertThat(messages).hasSize(4);
            EmbeddedPostgresTest.one(server.connect(), "SELECT pg_terminate_backend(" + client.processId() + ")");
            assertThatThrownBy(() -> {
                        while (true) {
                            client.read(Duration.ofNanos(nanos));
                        }
                    })
                    .isInstanceOf(EOFException.class);
        }
    }

    /** Between client and server; while {@code pieces} has no permits, what the server sends arrives no further. */
    private record Relay(ServerSocket door, Semaphore pieces) implements AutoCloseable {
        static Relay start() throws IOException {
            Relay relay = new Relay(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()), new Semaphore(1 << 20));
            Thread.ofVirtual().start(relay::serve);
            return relay;
        }

        private void serve() {
            try (Socket client = door.accept();
                    Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                CompletableFuture<Void> there = CompletableFuture.runAsync(() -> copyAll(client, upstream));
                copyByteByByte(upstream.getInputStream(), client.getOutputStream());
                there.join();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void copyAll(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
                to.shutdownOutput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void copyByteByByte(InputStream from, OutputStream to) throws IOException, InterruptedException {
            for (int b = from.read(); b >= 0; b = from.read()) {
                pieces.acquire();
                to.write(b);
            }
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }

    @Test
    void aLimitThatEndsAnywhereInATlsRecordLosesNothing() throws Exception {
        try (Relay relay = Relay.start();
                WireClient client = open("127.0.0.1", relay.door().getLocalPort(), Map.of("sslmode", "require"))) {
            relay.pieces().drainPermits();
            client.send(Frontend.Query.of("SELECT 'arrived'"));
            List<Backend> messages = new ArrayList<>();
            int pauses = 0;
            while (messages.stream().noneMatch(Backend.ReadyForQuery.class::isInstance)) {
                relay.pieces().release();
                while (client.read(Duration.ofMillis(1))) {
                    client.poll().ifPresent(messages::add);
                }
                pauses++;
                client.poll().ifPresent(messages::add);
            }
            assertThat(pauses).isGreaterThan(50);
            assertThat(messages).contains(new Backend.DataRow(List.of(Bytes.of("arrived"))));
            relay.pieces().release(1 << 20);
        }
    }

    @Test
    void aServerWithoutTlsIsUsedOnlyIfThatIsAllowed() throws Exception {
        try (EmbeddedPostgres plain = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            Endpoint maybe = new Endpoint("127.0.0.1", plain.port(), Map.of("sslmode", "prefer"));
            try (WireClient client = WireClient.open(maybe, plain.user(), plain.password(), "postgres", Map.of())) {
                assertThat(WireClientTest.one(client, ENCRYPTED)).isEqualTo("false -");
            }
            Endpoint demanded = new Endpoint("127.0.0.1", plain.port(), Map.of("sslmode", "require"));
            assertThatThrownBy(() -> WireClient.open(demanded, plain.user(), Secret.of("Geheim"), "postgres", Map.of()))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("has no TLS, but sslmode is require");
        }
    }
}
