package dev.holdfast.connections.internal.postgres;

import static dev.holdfast.connections.internal.postgres.Postgres.PATIENCE;
import static dev.holdfast.connections.internal.postgres.Postgres.execute;
import static dev.holdfast.connections.internal.postgres.Postgres.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.PhysicalConnection;
import dev.holdfast.core.Credential;
import dev.holdfast.core.Identifiers;
import dev.holdfast.core.Secret;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresConnectorTest {
    private static EmbeddedPostgres server;
    private static Postgres postgres;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withVersion(System.getProperty("holdfast.postgres", EmbeddedOptions.PINNED_VERSION)));
        postgres = Postgres.of(server, "sslmode=prefer");
    }

    @AfterAll
    static void stop() throws SQLException {
        postgres.close();
        server.close();
    }

    /** Where a call runs. */
    enum Threads {
        PLATFORM,
        VIRTUAL;

        private Thread.Builder builder() {
            return this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
        }

        CompletableFuture<PhysicalConnection> connect(Postgres to, Attempt attempt) {
            return calls(() -> to.connector().connect(attempt));
        }

        <T> CompletableFuture<T> calls(Callable<T> call) {
            CompletableFuture<T> result = new CompletableFuture<>();
            Thread started = builder().start(() -> complete(result, call));
            assertThat(started.isVirtual()).isEqualTo(this == VIRTUAL);
            return result;
        }

        static <T> void complete(CompletableFuture<T> result, Callable<T> call) {
            try {
                result.complete(call.call());
            } catch (Exception | AssertionError e) {
                result.completeExceptionally(e);
            }
        }
    }

    private static SQLException failure(CompletableFuture<?> call) throws Exception {
        try {
            Object result = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("it didn't fail, but returned " + result);
        } catch (ExecutionException e) {
            return (SQLException) Objects.requireNonNull(e.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBackendIsGoneAtTheEnd(Threads threads) throws Exception {
        for (int i = 0; i < 50; i++) {
            PhysicalConnection connection =
                    threads.connect(postgres, postgres.attempt("postgres")).get();
            int pid = connection.backendPid();
            assertThat(postgres.backends(pid)).isOne();
            assertThat(threads.calls(() -> connection.end(PATIENCE)).get()).isTrue();
            assertThat(postgres.backends(pid)).isZero();
        }
    }

    @Test
    void theBackendIsGoneAtTheEndAlsoIfTheDriverClosedBefore() throws SQLException {
        for (int i = 0; i < 20; i++) {
            PhysicalConnection connection = postgres.open();
            int pid = connection.backendPid();
            execute(postgres.observer(), "select pg_terminate_backend(" + pid + ", 20000)");
            assertThatThrownBy(() -> execute(connection.jdbc(), "select 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
            assertThat(connection.jdbc().isClosed()).isTrue();
            assertThat(connection.end(PATIENCE)).isTrue();
            assertThat(postgres.backends(pid)).isZero();
        }
    }

    @Test
    void aSessionThatTheServerKilledIsKnownToBeGone() throws SQLException {
        PhysicalConnection connection = postgres.open();
        int pid = connection.backendPid();
        assertThat(connection.isAlive(PATIENCE)).isTrue();
        assertThat(new BackendInquiry(postgres.observer()).terminate(pid, Optional.empty(), PATIENCE))
                .isTrue();
        assertThat(connection.isAlive(PATIENCE)).isFalse();
        assertThat(connection.end(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "quote\"d",
                "it's",
                "per%cent",
                "a&b=c",
                "Upper",
                "que?stion",
                "sl/ash",
                "plus+",
                "ünï",
                "#;,:"
            })
    void aDatabaseMayHaveAnyName(String name) throws SQLException {
        execute(postgres.observer(), "create database " + Identifiers.name(name));
        try {
            PhysicalConnection connection = postgres.connector().connect(postgres.attempt(name));
            assertThat(value(connection.jdbc(), "select current_database()")).isEqualTo(name);
            assertThat(connection.end(PATIENCE)).isTrue();
        } finally {
            execute(postgres.observer(), "drop database " + Identifiers.name(name));
        }
    }

    private static void assertRefused(Attempt attempt, String state) throws SQLException {
        assertThatThrownBy(() -> postgres.connector().connect(attempt))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
        assertThat(postgres.backends()).isZero();
        assertThat(attempt.isBackendUnknown()).isFalse();
        assertThat(AttemptSockets.any()).isNull();
    }

    @Test
    void aRefusedLoginLeavesNoBackend() throws SQLException {
        for (int i = 0; i < 10; i++) {
            assertRefused(postgres.attempt("postgres", Secret.of("wrong")), "28P01");
            assertRefused(postgres.attempt("no such database"), "3D000");
        }
    }

    @Test
    void nobodyListens() throws IOException, SQLException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Postgres nowhere = Postgres.of(server, port, "")) {
            Attempt attempt = postgres.attempt("postgres");
            assertThatThrownBy(() -> nowhere.connector().connect(attempt))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
            assertThat(attempt.isBackendUnknown()).isFalse();
        }
    }

    @Test
    void theApplicationNameIsThere() throws SQLException {
        PhysicalConnection connection = postgres.open();
        assertThat(value(
                        connection.jdbc(), "select setting || source from pg_settings where name = 'application_name'"))
                .isEqualTo("under testclient");
        connection.end(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "N", "NR", "NR\0\0\0\u0017\0\0\0\n", "S"})
    void anAttemptIsGivenUpWhateverTheServerHasSaidUpToThen(String words) throws Exception {
        for (Threads threads : Threads.values()) {
            try (ServerSocket fake = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                    Postgres to = Postgres.of(server, fake.getLocalPort(), "sslmode=prefer")) {
                Attempt attempt = postgres.attempt("postgres");
                CompletableFuture<PhysicalConnection> opening = threads.connect(to, attempt);
                try (Socket accepted = fake.accept()) {
                    say(accepted, words);
                    attempt.abort();
                    assertThat(failure(opening).getSQLState()).startsWith("08");
                    assertThat(attempt.isBackendUnknown()).isTrue();
                }
            }
        }
        assertThat(AttemptSockets.any()).isNull();
    }

    private static void say(Socket accepted, String words) throws IOException {
        InputStream in = accepted.getInputStream();
        in.readNBytes(8); // the request for TLS
        if (!words.isEmpty()) {
            accepted.getOutputStream().write(words.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            in.read(); // the startup message, or TLS's hello, of which the rest doesn't matter
        }
    }

    @Test
    void anAttemptThatWasAbortedBeforeItBeganFails() throws SQLException {
        Attempt attempt = postgres.attempt("postgres");
        attempt.abort();
        assertRefused(attempt, "08001");
    }

    @ParameterizedTest
    @EnumSource
    void anAttemptOnASuspendedServerIsGivenUp(Threads threads) throws Exception {
        Attempt attempt = postgres.attempt("postgres");
        server.suspend();
        try {
            CompletableFuture<PhysicalConnection> opening = threads.connect(postgres, attempt);
            while (AttemptSockets.any() == null) {
                Thread.onSpinWait();
            }
            attempt.abort();
            assertThat(failure(opening).getSQLState()).isEqualTo("08001");
        } finally {
            server.resume();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverIsBlockedInAConnectionIsWoken(Threads threads) throws Exception {
        PhysicalConnection connection = postgres.open();
        int pid = connection.backendPid();
        CompletableFuture<String> query = threads.calls(() -> value(connection.jdbc(), "select pg_sleep(1000)"));
        awaitActive(pid);
        connection.abort();
        assertThat(failure(query).getSQLState()).startsWith("08");
        assertThat(connection.jdbc().isClosed()).isTrue();
        assertThat(connection.end(Duration.ofMillis(50))).isFalse();
        BackendInquiry inquiry = new BackendInquiry(postgres.observer());
        Optional<java.time.Instant> began = inquiry.start(pid);
        assertThat(began).isPresent();
        assertThat(inquiry.isGone(pid, began)).isFalse();
        assertThat(inquiry.isGone(pid, began.map(time -> time.minusSeconds(1)))).isTrue();
        assertThat(inquiry.terminate(pid, began, PATIENCE)).isTrue();
        assertThat(inquiry.isGone(pid, began)).isTrue();
    }

    private static void awaitActive(int pid) throws SQLException {
        String asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = " + pid;
        while (!value(postgres.observer(), asleep).equals("1")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSuspendedServersBackendIsNotKnownToBeGone() throws SQLException {
        PhysicalConnection connection = postgres.open();
        server.suspend();
        try {
            assertThat(connection.end(Duration.ofMillis(50))).isFalse();
        } finally {
            server.resume();
        }
    }

    @Test
    void aQueryIsCancelledByTheDriversOtherSocket() throws SQLException {
        PhysicalConnection connection = postgres.open();
        try (Statement statement = connection.jdbc().createStatement()) {
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.execute("select pg_sleep(1000)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
        assertThat(connection.end(PATIENCE)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptedThreadKeepsItsConnectionAndItsStatus(Threads threads) throws Exception {
        assertThat(threads.calls(() -> {
                            Thread.currentThread().interrupt();
                            PhysicalConnection connection = postgres.open();
                            value(connection.jdbc(), "select 1");
                            boolean gone = connection.end(PATIENCE);
                            return gone && Thread.currentThread().isInterrupted();
                        })
                        .get())
                .isTrue();
    }

    @Test
    void aPlatformThreadThatIsInterruptedInAQueryKeepsItsConnectionAndItsStatus() throws Exception {
        PhysicalConnection connection = postgres.open();
        execute(postgres.observer(), "select pg_advisory_lock(7)");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread query = Thread.ofPlatform()
                .start(() -> Threads.complete(interrupted, () -> {
                    execute(connection.jdbc(), "select pg_advisory_lock(7)");
                    return Thread.currentThread().isInterrupted();
                }));
        awaitWaiting(connection.backendPid());
        query.interrupt();
        execute(postgres.observer(), "select pg_advisory_unlock(7)");
        assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(value(connection.jdbc(), "select 1")).isEqualTo("1");
        assertThat(connection.end(PATIENCE)).isTrue();
    }

    private static void awaitWaiting(int pid) throws SQLException {
        String waiting = "select count(*) from pg_stat_activity where wait_event = 'advisory' and pid = " + pid;
        while (!value(postgres.observer(), waiting).equals("1")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void threadsOfBothKindsUseOneConnectionInTurn() throws Exception {
        PhysicalConnection connection = postgres.open();
        for (int i = 0; i < 200; i++) {
            String number = Integer.toString(i);
            for (Threads threads : Threads.values()) {
                assertThat(threads.calls(() -> value(connection.jdbc(), "select " + number))
                                .get())
                        .isEqualTo(number);
                if (i % 3 == 0) {
                    assertThat(connection.watch(() -> {})).isTrue();
                    connection.unwatch();
                }
            }
        }
        assertThat(connection.end(PATIENCE)).isTrue();
    }

    @Test
    void manyAtOnce() throws Exception {
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(Threads.VIRTUAL.calls(() -> {
                PhysicalConnection connection = postgres.open();
                value(connection.jdbc(), "select 1");
                return connection.end(PATIENCE);
            }));
        }
        for (CompletableFuture<Boolean> one : all) {
            assertThat(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(postgres.backends()).isZero();
    }

    @Test
    void theCredentialsUserIsTheOneThatLogsIn() throws SQLException {
        execute(postgres.observer(), "create role \"some one\" login password 'with '' quote'");
        PhysicalConnection connection = postgres.connector()
                .connect(new Attempt("postgres", new Credential("some one", Secret.of("with ' quote"), 1)));
        assertThat(value(connection.jdbc(), "select current_user")).isEqualTo("some one");
        assertThat(connection.end(PATIENCE)).isTrue();
    }
}
