package dev.holdfast.connections.internal.postgres;

import static dev.holdfast.connections.internal.postgres.Postgres.PATIENCE;
import static dev.holdfast.connections.internal.postgres.Postgres.execute;
import static dev.holdfast.connections.internal.postgres.Postgres.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static EmbeddedPostgres server;
    private static Postgres postgres;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        install(server.directory().resolve("data"));
        server.restart();
        postgres = Postgres.of(server, "sslmode=require");
    }

    @AfterAll
    static void stop() throws SQLException {
        postgres.close();
        server.close();
    }

    private static void install(Path data) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = directory.resolve("store.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        makeKey(store);
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(
                data.resolve("server.crt"),
                "CERTIFICATE",
                keys.getCertificate("server").getEncoded());
        pem(
                data.resolve("server.key"),
                "PRIVATE KEY",
                keys.getKey("server", PASSWORD.toCharArray()).getEncoded());
        Path settings = data.resolve("postgresql.conf");
        Files.writeString(settings, Files.readString(settings) + "\nssl = on\n");
    }

    private static void makeKey(Path store) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "server",
                        "-dname",
                        "CN=holdfast",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
    }

    /** The server's data may be another account's. */
    private static void pem(Path file, String kind, byte[] content) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(file, Files.getOwner(file.getParent()));
    }

    @Test
    void theBackendIsGoneAtTheEnd() throws SQLException {
        for (int i = 0; i < 30; i++) {
            PhysicalConnection connection = postgres.open();
            int pid = connection.backendPid();
            assertThat(value(connection.jdbc(), "select ssl from pg_stat_ssl where pid = " + pid))
                    .isEqualTo("t");
            connection.reset();
            assertThat(connection.end(PATIENCE)).isTrue();
            assertThat(postgres.backends(pid)).isZero();
        }
    }

    @Test
    void aTerminatedBackendIsNoticed() throws Exception {
        for (int i = 0; i < 10; i++) {
            PhysicalConnection connection = postgres.open();
            CountDownLatch noticed = new CountDownLatch(1);
            assertThat(connection.watch(noticed::countDown)).isTrue();
            execute(postgres.observer(), "select pg_terminate_backend(" + connection.backendPid() + ", 20000)");
            assertThat(noticed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            connection.unwatch();
            assertThat(connection.isAlive(PATIENCE)).isFalse();
            connection.end(PATIENCE);
            assertThat(postgres.backends(connection.backendPid())).isZero();
        }
    }

    @Test
    void anIdleConnectionIsUsableAfterwards() throws SQLException {
        PhysicalConnection connection = postgres.open();
        for (int i = 0; i < 200; i++) {
            assertThat(connection.watch(() -> {})).isTrue();
            connection.unwatch();
            assertThat(connection.isAlive(PATIENCE)).isTrue();
        }
        assertThat(connection.end(PATIENCE)).isTrue();
    }

    @Test
    void whoeverIsBlockedIsWoken() throws Exception {
        PhysicalConnection connection = postgres.open();
        CompletableFuture<String> query =
                PostgresConnectorTest.Threads.VIRTUAL.calls(() -> value(connection.jdbc(), "select pg_sleep(1000)"));
        String asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = "
                + connection.backendPid();
        while (!value(postgres.observer(), asleep).equals("1")) {
            Thread.onSpinWait();
        }
        connection.abort();
        assertThatThrownBy(() -> query.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(SQLException.class);
        assertThat(new BackendInquiry(postgres.observer())
                        .terminate(connection.backendPid(), Optional.empty(), PATIENCE))
                .isTrue();
        connection.end(PATIENCE);
    }

    @Test
    void aRefusedLoginLeavesNoBackend() throws SQLException {
        for (int i = 0; i < 40; i++) {
            Attempt attempt = postgres.attempt("postgres", Secret.of("wrong"));
            assertThatThrownBy(() -> postgres.connector().connect(attempt))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(postgres.backends()).isZero();
            assertThat(attempt.isBackendUnknown()).isFalse();
        }
    }
}
