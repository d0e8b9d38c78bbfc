package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Secret;
import dev.holdfast.servers.internal.Endpoint;
import dev.holdfast.wire.Backend;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.Frontend;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> NO_TLS = Map.of("sslmode", "disable");

    private static EmbeddedPostgres server;
    private static Database database;

    @BeforeAll
    static void start() throws SQLException, IOException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE scram LOGIN PASSWORD 'Grüße \\'");
            statement.execute("CREATE ROLE cleartext LOGIN PASSWORD 'Grüße \\'");
            statement.execute("CREATE ROLE trusted LOGIN");
            statement.execute("CREATE ROLE rejected LOGIN");
            statement.execute("CREATE ROLE crowded LOGIN CONNECTION LIMIT 0");
            statement.execute("SET password_encryption = md5");
            statement.execute("CREATE ROLE md5 LOGIN PASSWORD 'Grüße \\'");
        }
        Path access = server.directory().resolve("data").resolve("pg_hba.conf");
        Files.writeString(access, """
                host all cleartext 127.0.0.1/32 password
                host all md5 127.0.0.1/32 md5
                host all trusted,crowded 127.0.0.1/32 trust
                host all rejected 127.0.0.1/32 reject
                """ + Files.readString(access));
        server.restart();
        database = server.createDatabase("wire");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static WireClient logIn(String user, String password) throws SQLException {
        return WireClient.open(Endpoint.loopback(server.port()), user, Secret.of(password), "postgres", Map.of());
    }

    /** What is answered to a query, to the ReadyForQuery. */
    static List<Backend> ask(WireClient client, String sql) throws IOException {
        client.send(Frontend.Query.of(sql));
        return answer(client);
    }

    static List<Backend> answer(WireClient client) throws IOException {
        List<Backend> messages = new ArrayList<>();
        do {
            messages.add(next(client));
        } while (!(messages.getLast() instanceof Backend.ReadyForQuery));
        return messages;
    }

    static Backend next(WireClient client) throws IOException {
        Optional<Backend> message = client.poll();
        while (message.isEmpty()) {
            client.read(PATIENCE);
            message = client.poll();
        }
        return message.get();
    }

    /** The only value of the only row. */
    static String one(WireClient client, String sql) throws IOException {
        return ask(client, sql).stream()
                .filter(Backend.DataRow.class::isInstance)
                .map(row -> ((Backend.DataRow) row).values().getFirst().text())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aQueryIsAnsweredMessageByMessage() throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            assertThat(ask(client, "SELECT 1 AS one, NULL"))
                    .satisfiesExactly(
                            description -> assertThat(description)
                                    .isInstanceOfSatisfying(
                                            Backend.RowDescription.class,
                                            row -> assertThat(row.fields())
                                                    .extracting(Backend.Field::name)
                                                    .containsExactly(Bytes.of("one"), Bytes.of("?column?"))),
                            row -> assertThat(row)
                                    .isInstanceOfSatisfying(
                                            Backend.DataRow.class,
                                            values ->
                                                    assertThat(values.values()).containsExactly(Bytes.of("1"), null)),
                            tag -> assertThat(tag).isEqualTo(new Backend.CommandComplete(Bytes.of("SELECT 1"))),
                            ready -> assertThat(ready).isEqualTo(new Backend.ReadyForQuery('I')));
            assertThat(client.poll()).isEmpty();
            assertThat(one(client, "SELECT current_database()")).isEqualTo(database.name());
            assertThat(one(client, "SELECT pg_backend_pid()")).isEqualTo(Integer.toString(client.processId()));
        }
    }

    @Test
    void messagesSentTogetherArriveTogether() throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            client.send(
                    new Frontend.Parse(Bytes.EMPTY, Bytes.of("SELECT $1::int + 1"), List.of()),
                    new Frontend.Bind(Bytes.EMPTY, Bytes.EMPTY, List.of(), List.of(Bytes.of("41")), List.of()),
                    new Frontend.Execute(Bytes.EMPTY, 0),
                    new Frontend.Sync());
            assertThat(answer(client))
                    .containsExactly(
                            new Backend.ParseComplete(),
                            new Backend.BindComplete(),
                            new Backend.DataRow(List.of(Bytes.of("42"))),
                            new Backend.CommandComplete(Bytes.of("SELECT 1")),
                            new Backend.ReadyForQuery('I'));
        }
    }

    @Test
    void anAnswerLargerThanTheBufferIsReadInPieces() throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            assertThat(one(client, "SELECT repeat('x', 1000000)")).isEqualTo("x".repeat(1_000_000));
        }
    }

    @Test
    void theStartupMessageHasOnlyTheGivenParameters() throws Exception {
        String mine = "SELECT coalesce(string_agg(name || '=' || setting, ' ' ORDER BY name), '')"
                + " FROM pg_settings WHERE source = 'client' AND name <> 'transaction_isolation'";
        try (WireClient client = database.wire(Map.of())) {
            assertThat(one(client, mine)).isEmpty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("application_name", "Prüfung");
        parameters.put("DateStyle", "German");
        parameters.put("options", "-c work_mem=128kB");
        try (WireClient client = database.wire(parameters)) {
            assertThat(one(client, mine)).contains("DateStyle=German", "work_mem=128");
            assertThat(one(client, "SHOW application_name")).isEqualTo("Pr\\xc3\\xbcfung");
            assertThat(client.parameter("DateStyle")).contains(Bytes.of("German, DMY"));
        }
    }

    @Test
    void aChangedParameterIsRememberedAndStillPolled() throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            assertThat(client.parameter("server_version")).contains(Bytes.of("18.6"));
            assertThat(client.parameter("client_encoding")).contains(Bytes.of("UTF8"));
            assertThat(client.parameter("nonsense")).isEmpty();
            assertThat(ask(client, "SET client_encoding = 'LATIN1'"))
                    .contains(new Backend.ParameterStatus(Bytes.of("client_encoding"), Bytes.of("LATIN1")));
            assertThat(client.parameter("client_encoding")).contains(Bytes.of("LATIN1"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 999_999, 1_000_001})
    void readingWithALimitEnds(long nanos) throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            assertThat(client.read(Duration.ofNanos(nanos))).isFalse();
            client.send(Frontend.Query.of("SELECT 1"));
            while (client.poll().isEmpty()) {
                client.read(Duration.ofNanos(nanos));
            }
            assertThat(answer(client)).last().isEqualTo(new Backend.ReadyForQuery('I'));
        }
    }

    @Test
    void theLongestLimitIsNoOverflow() throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            client.send(Frontend.Query.of("SELECT 1"));
            assertThat(client.read(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 30_000})
    void theEndOfTheServerIsSeenAfterItsLastMessage(long millis) throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            EmbeddedPostgresTest.one(server.connect(), "SELECT pg_terminate_backend(" + client.processId() + ")");
            List<Backend> last = new ArrayList<>();
            assertThatThrownBy(() -> {
                        while (true) {
                            client.read(Duration.ofMillis(millis));
                            client.poll().ifPresent(last::add);
                        }
                    })
                    .isInstanceOf(EOFException.class);
            assertThat(last)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Backend.ErrorResponse.class,
                            error -> assertThat(error.field('C')).contains(Bytes.of("57P01")));
            assertThatCode(client::close).doesNotThrowAnyException();
        }
    }

    @Test
    void cancelStopsAStatementFromAnotherThread() throws Exception {
        try (WireClient client = database.wire(Map.of())) {
            client.send(Frontend.Query.of("SELECT pg_sleep(600)"));
            awaitAsleep(server, client.processId());
            CompletableFuture.runAsync(() -> cancel(client)).join();
            assertThat(answer(client))
                    .anySatisfy(message -> assertThat(message)
                            .isInstanceOfSatisfying(
                                    Backend.ErrorResponse.class,
                                    error -> assertThat(error.field('C')).contains(Bytes.of("57014"))));
            assertThat(one(client, "SELECT 'alive'")).isEqualTo("alive");
        }
    }

    static void cancel(WireClient client) {
        try {
            client.cancel();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void awaitAsleep(EmbeddedPostgres server, int pid) throws SQLException {
        while (!EmbeddedPostgresTest.one(
                        server.connect(), "SELECT coalesce(wait_event, '') FROM pg_stat_activity WHERE pid = " + pid)
                .equals("PgSleep")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closeSaysGoodbyeOnce() throws Exception {
        WireClient client = database.wire(Map.of());
        client.close();
        client.close();
        while (!EmbeddedPostgresTest.one(
                        server.connect(), "SELECT count(*) FROM pg_stat_activity WHERE pid = " + client.processId())
                .equals("0")) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> client.read(Duration.ZERO)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.send(new Frontend.Sync())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scram", "md5", "cleartext"})
    void everyPasswordMethodLogsIn(String user) throws Exception {
        try (WireClient client = logIn(user, "Grüße \\")) {
            assertThat(one(client, "SELECT current_user")).isEqualTo(user);
        }
        assertRefused(user, "Falsch7Geheim", "28P01", "password authentication failed for user \"" + user + "\"");
        assertRefused(user, "", "28P01", "the server asks for a password, and there is none");
    }

    @Test
    void aTrustedUserNeedsNoPassword() throws Exception {
        try (WireClient client = logIn("trusted", "")) {
            assertThat(one(client, "SELECT current_user")).isEqualTo("trusted");
        }
    }

    @Test
    void theServersRefusalKeepsItsState() {
        assertRefused("crowded", "", "53300", "too many connections for role");
        assertRefused("rejected", "Falsch7Geheim", "28000", "pg_hba.conf rejects connection");
        assertRefusal(() -> WireClient.open(
                        Endpoint.loopback(server.port()), "trusted", Secret.of(""), "nowhere", Map.of()))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("3D000"))
                .withMessage("database \"nowhere\" does not exist");
    }

    private static void assertRefused(String user, String password, String state, String words) {
        assertRefusal(() -> logIn(user, password))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(state))
                .withMessageContaining(words)
                .withMessageNotContaining("Geheim");
    }

    private static ThrowableAssertAlternative<SQLException> assertRefusal(ThrowingCallable login) {
        return assertThatExceptionOfType(SQLException.class).isThrownBy(login);
    }

    private static void assertRefused(Endpoint endpoint, String state, String words) {
        assertRefusal(() -> WireClient.open(endpoint, "somebody", Secret.of("Geheim"), "postgres", Map.of()))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(state))
                .withMessageContaining(words);
    }

    @Test
    void nobodyThereIsUnreachable() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        assertRefused(Endpoint.loopback(port), "08001", "no connection to 127.0.0.1:" + port);
        assertRefused(new Endpoint("nobody.invalid", 5432, NO_TLS), "08001", "nobody.invalid");
    }

    /** A stand-in for a server: it says {@code bytes} to whoever connects, and closes. */
    private static void assertRefusedBy(byte[] bytes, String state, String words) throws Exception {
        try (ServerSocket standIn = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> said = CompletableFuture.runAsync(() -> say(standIn, bytes));
            assertRefused(Endpoint.loopback(standIn.getLocalPort()), state, words);
            said.join();
        }
    }

    /** Reads what comes, so that closing doesn't reset the connection. */
    private static void say(ServerSocket standIn, byte[] bytes) {
        try (Socket client = standIn.accept()) {
            client.getOutputStream().write(bytes);
            client.shutdownOutput();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatClosesInTheMiddleIsUnreachable() throws Exception {
        assertRefusedBy(new byte[0], "08001", "the server has closed the connection");
        assertRefusedBy(new byte[] {'R', 0, 0}, "08001", "the server has closed the connection");
    }

    @Test
    void garbageIsNoProtocol() throws Exception {
        assertRefusedBy(new byte[] {'R', 0, 0, 0, 3}, "08P01", "doesn't speak PostgreSQL's protocol");
        assertRefusedBy(new byte[] {'R', 0, 0, 0, 5, 0}, "08P01", "doesn't speak PostgreSQL's protocol");
        assertRefusedBy(new byte[] {'1', 0, 0, 0, 4}, "08P01", "ParseComplete in the middle of a login");
        assertRefusedBy(new byte[] {'R', 0, 0, 0, 9, 0, 0, 0, 11, 'x'}, "08P01", "SASL goes on that never began");
    }

    @Test
    void anUnknownWayToLogInIsNamed() throws Exception {
        assertRefusedBy(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 7}, "28000", "isn't known: GSSAPI");
        assertRefusedBy(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 9}, "28000", "isn't known: SSPI");
        assertRefusedBy(new byte[] {'R', 0, 0, 0, 11, 0, 0, 0, 10, 'X', 0, 0}, "28000", "SASL [X]");
    }

    @Test
    void aServerThatDoesNotProveItselfIsNotTrusted() throws Exception {
        byte[] offer = "R\0\0\0\30\0\0\0\12SCRAM-SHA-256\0\0".getBytes(StandardCharsets.ISO_8859_1);
        offer[4] = (byte) (offer.length - 1);
        byte[] accepted = {'R', 0, 0, 0, 8, 0, 0, 0, 0};
        byte[] both = ByteBuffer.allocate(offer.length + accepted.length)
                .put(offer)
                .put(accepted)
                .array();
        assertRefusedBy(both, "28000", "the server hasn't shown that it knows the password");
    }

    /** The file of passwords is pgjdbc's affair; this shows that it is asked. */
    @Test
    void withoutAPasswordPgpassIsRead(@TempDir Path directory) throws Exception {
        Path passwords = directory.resolve("pgpass");
        Files.writeString(passwords, "localhost:*:*:scram_creator:a\\:b\n");
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE scram_creator LOGIN CREATEDB PASSWORD 'a:b'");
        }
        System.setProperty("org.postgresql.pgpassfile", passwords.toString());
        try (ExternalPostgres external = ExternalPostgres.open(Target.parse(
                                "jdbc:postgresql://localhost:" + server.port() + "/postgres?user=scram_creator",
                                Map.of("PGSSLMODE", "prefer"))
                        .withShared(true));
                Database created = external.createDatabase("pgpass");
                WireClient client = created.wire(Map.of())) {
            assertThat(one(client, "SELECT current_user")).isEqualTo("scram_creator");
        } finally {
            System.clearProperty("org.postgresql.pgpassfile");
        }
    }
}
