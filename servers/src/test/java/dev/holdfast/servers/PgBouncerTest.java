package dev.holdfast.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.servers.PgBouncerOptions.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgBouncerTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() {
        assumeTrue(PgBouncer.find().isPresent(), "PgBouncer isn't installed");
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    private static String backend(Connection connection) throws SQLException {
        return EmbeddedPostgresTest.first(connection, "SELECT pg_backend_pid()");
    }

    @Test
    void transactionModeGivesTheSameBackendToTwoClients() throws SQLException {
        PgBouncerOptions one = PgBouncerOptions.of(Mode.TRANSACTION).withSetting("default_pool_size", "1");
        try (PgBouncer pooler = PgBouncer.start(server, one);
                Connection a = pooler.connect("postgres");
                Connection b = pooler.connect("postgres")) {
            assertThat(backend(a)).isEqualTo(backend(b));
            assertThat(pooler.version())
                    .isEqualTo(PgBouncer.find().orElseThrow().version());
            assertThat(pooler.toString()).startsWith("PgBouncer 1.");
            assertThat(pooler.host()).isEqualTo("127.0.0.1");
            assertThat(pooler.options().mode()).isEqualTo(Mode.TRANSACTION);
        }
    }

    @Test
    void sessionModeKeepsABackendPerClient() throws SQLException {
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(Mode.SESSION));
                Connection a = pooler.connect("postgres");
                Connection b = pooler.connect("postgres")) {
            assertThat(backend(a)).isNotEqualTo(backend(b));
        }
    }

    @Test
    void statementModeRefusesTransactions() throws SQLException {
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(Mode.STATEMENT));
                Connection connection = pooler.connect("postgres")) {
            assertThat(EmbeddedPostgresTest.first(connection, "SELECT 1")).isEqualTo("1");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> EmbeddedPostgresTest.first(connection, "SELECT 1"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("statement pooling mode");
        }
    }

    @Test
    void consoleAnswersAndRefuses() throws SQLException {
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(Mode.TRANSACTION));
                Connection connection = pooler.connect("postgres")) {
            assertThat(backend(connection)).isNotEmpty();
            assertThat(pooler.admin("SHOW POOLS"))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("database", "postgres")
                            .containsEntry("pool_mode", "transaction"));
            assertThatThrownBy(() -> pooler.admin("SHOW NONSENSE"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("invalid command");
        }
    }

    @Test
    void reloadChangesSettingsWhileItRuns() throws SQLException {
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(Mode.TRANSACTION))) {
            pooler.reload(Map.of("server_reset_query_always", "1"));
            assertThat(pooler.admin("SHOW CONFIG"))
                    .anySatisfy(row -> assertThat(row)
                            .containsEntry("key", "server_reset_query_always")
                            .containsEntry("value", "1"));
            assertThat(pooler.options().settings()).containsKey("server_reset_query_always");
            assertThatThrownBy(() -> pooler.reload(Map.of("listen_port", "1"))).isInstanceOf(InvalidOption.class);
        }
    }

    @Test
    void killedPoolerStartsAgainOnItsPort() throws SQLException {
        PgBouncer closed;
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(Mode.TRANSACTION))) {
            closed = pooler;
            int port = pooler.port();
            try (Connection connection = pooler.connect("postgres")) {
                assertThat(backend(connection)).isNotEmpty();
                pooler.kill();
                assertThat(pooler.isRunning()).isFalse();
                assertThatThrownBy(() -> backend(connection))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).startsWith("08"));
            }
            assertThatThrownBy(() -> pooler.admin("SHOW VERSION"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
            pooler.restart();
            assertThat(pooler.port()).isEqualTo(port);
            pooler.restart();
            assertThat(EmbeddedPostgresTest.one(pooler.connect("postgres"), "SELECT 1"))
                    .isEqualTo("1");
        }
        closed.close();
        assertThat(closed.isRunning()).isFalse();
    }

    @Test
    void otherRolesLogInThroughItToo() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE clerk LOGIN PASSWORD 'c'");
        }
        try (PgBouncer pooler = PgBouncer.start(server, PgBouncerOptions.of(Mode.TRANSACTION));
                Connection clerk = DriverManager.getConnection(pooler.jdbcUrl("postgres"), "clerk", "c")) {
            assertThat(EmbeddedPostgresTest.first(clerk, "SELECT current_user")).isEqualTo("clerk");
            assertThatThrownBy(() -> DriverManager.getConnection(pooler.jdbcUrl("postgres"), "clerk", "wrong"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void standsInFrontOfAnExternalServerWithASupervisorOfItsOwn() throws Exception {
        Target target = Target.parse(
                "postgresql://postgres@127.0.0.1:" + server.port() + "/postgres",
                Map.of("PGPASSWORD", server.password().use(String::new)));
        Path secrets;
        try (ExternalPostgres external = ExternalPostgres.open(target.withShared(true));
                Database database = external.createDatabase("pooled");
                PgBouncer pooler = PgBouncer.start(external, PgBouncerOptions.of(Mode.TRANSACTION))) {
            assertThat(EmbeddedPostgresTest.one(pooler.connect(database.name()), "SELECT current_database()"))
                    .isEqualTo(database.name());
            secrets = Path.of(pooler.toString().substring(pooler.toString().indexOf(" in ") + 4), "userlist.txt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                    .isEqualTo("rw-------");
            assertThat(pooler.log()).doesNotContain(server.password().<String>use(String::new));
        }
        assertThat(secrets).doesNotExist();
    }

    @Test
    void startThatFailsShowsItsLog() {
        PgBouncerOptions wrong = PgBouncerOptions.of(Mode.SESSION).withSetting("no_such_setting", "1");
        assertThatThrownBy(() -> PgBouncer.start(server, wrong).close())
                .isInstanceOf(ServerFailed.class)
                .hasMessageContaining("no_such_setting");
    }

    @Test
    void programThatIsNotThereIsNotFound() {
        assertThat(PgBouncer.find(Stream.of("/nowhere", "/usr/lib"))).isEmpty();
    }

    @Test
    void settingsThatHoldfastNeedsAreRefusedAllAtOnce() {
        assertThatThrownBy(() -> new PgBouncerOptions(
                        Mode.SESSION,
                        Map.of("pool_mode", "session", "auth_file", "x", "Bad", "x", "stats_users", "a\nb")))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(4))
                .hasMessageContaining("Use the option mode.");
    }
}
