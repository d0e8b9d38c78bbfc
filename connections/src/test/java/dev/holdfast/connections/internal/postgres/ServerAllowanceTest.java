package dev.holdfast.connections.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ServerAllowanceTest {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults()
                .withMaxConnections(30)
                .withSetting("superuser_reserved_connections", "4")
                .withSetting("reserved_connections", "5"));
        try (Connection connection = server.connect()) {
            Postgres.execute(connection, "create role plain login password 'x'");
            Postgres.execute(connection, "create role limited login password 'x' connection limit 7");
            Postgres.execute(connection, "create role wide login password 'x' connection limit 1000");
            Postgres.execute(connection, "create role trusted login password 'x'");
            Postgres.execute(connection, "grant pg_use_reserved_connections to trusted");
            Postgres.execute(connection, "revoke execute on function pg_control_system() from public");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ServerAllowance of(String role) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, role, "x")) {
            return ServerAllowance.of(connection);
        }
    }

    @Test
    void aSuperuserMayHaveAll() throws SQLException {
        try (Connection connection = server.connect()) {
            ServerAllowance allowance = ServerAllowance.of(connection);
            assertThat(allowance.allowed()).isEqualTo(30);
            assertThat(allowance.superuser()).isTrue();
            assertThat(allowance.systemIdentifier()).isPresent();
            assertThat(allowance.port()).isEqualTo(server.port());
            assertThat(allowance.inRecovery()).isFalse();
            assertThat(allowance.version() / 10_000).isEqualTo(server.majorVersion());
        }
    }

    @Test
    void othersMayHaveWhatIsNotReserved() throws SQLException {
        assertThat(of("plain").allowed()).isEqualTo(30 - 4 - 5);
        assertThat(of("trusted").allowed()).isEqualTo(30 - 4);
        assertThat(of("limited").allowed()).isEqualTo(7);
        assertThat(of("wide").allowed()).isEqualTo(30 - 4 - 5);
    }

    @Test
    void whoMayNotAskForTheServersIdentityDoesWithoutIt() throws SQLException {
        assertThat(of("plain").systemIdentifier()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void whatIsSaidIsTrue() throws SQLException {
        int allowed = of("limited").allowed();
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
        Connection[] open = new Connection[allowed];
        try {
            for (int i = 0; i < allowed; i++) {
                open[i] = DriverManager.getConnection(url, "limited", "x");
            }
            assertThatThrownBy(() -> DriverManager.getConnection(url, "limited", "x"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"));
        } finally {
            for (Connection connection : open) {
                if (connection != null) {
                    connection.close();
                }
            }
        }
    }
}
