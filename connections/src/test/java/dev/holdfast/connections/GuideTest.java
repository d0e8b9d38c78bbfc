package dev.holdfast.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.CredentialSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.TenantId;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's snippet stands in this class and runs. */
class GuideTest {
    private static final Path PAGE = Path.of("..", "docs", "guide", "connections.md");
    private static final Path THIS_CLASS =
            Path.of("src", "test", "java", "dev", "holdfast", "connections", "GuideTest.java");
    private static final Pattern SNIPPET = Pattern.compile("(?s)(?:<!-- from (\\S+) -->\n)?```java\n(.*?)```");

    @Test
    void everyLineOfASnippetStandsInATestThatRuns() throws IOException {
        List<MatchResult> snippets =
                SNIPPET.matcher(Files.readString(PAGE)).results().toList();
        assertThat(snippets).hasSizeGreaterThan(3);
        for (MatchResult snippet : snippets) {
            assertThat(lines(Files.readString(source(snippet)))).containsSubsequence(lines(snippet.group(2)));
        }
    }

    @SuppressWarnings("NullAway") // a group that isn't there is null
    private static Path source(MatchResult snippet) {
        return snippet.group(1) == null ? THIS_CLASS : Path.of("..").resolve(snippet.group(1));
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).toList();
    }

    @Test
    void theSnippetDoesWhatThePageSays() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.defaults())) {
            String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres";
            try (Invoices invoices = new Invoices(url, CredentialSource.constant(server.user(), server.password()))) {
                TenantId acme = new TenantId("acme");
                invoices.welcome(acme);
                invoices.add(acme, 100);
                assertThat(invoices.unpaid(acme)).isEqualTo(1);
                invoices.farewell(acme);
                assertThatThrownBy(() -> invoices.unpaid(acme)).isInstanceOf(TenantUnavailable.class);
            }
        }
    }

    /** The snippet. */
    static final class Invoices implements AutoCloseable {
        private final Connections connections;

        Invoices(String url, CredentialSource credentials) throws SQLException {
            connections = Connections.open(ConnectionsOptions.forServer(url, credentials, 50)
                    .with(options -> options.reservedForSystem(5).tenantLimits(TenantLimits.upTo(8))));
        }

        /** At most 8 connections of this tenant, at most 45 of all, at most 200 ms. */
        int unpaid(TenantId tenant) throws SQLException {
            try (Lease lease = connections.lease(tenant, Deadline.in(Duration.ofMillis(200)));
                    Statement statement = lease.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from invoice where not paid")) {
                row.next();
                return row.getInt(1);
            }
        }

        void welcome(TenantId tenant) throws SQLException {
            connections.tenants().create(tenant, Invoices::tables, Deadline.in(Duration.ofSeconds(30)));
        }

        void farewell(TenantId tenant) throws SQLException {
            connections.tenants().drop(tenant, Deadline.in(Duration.ofSeconds(30)));
        }

        @Override
        public void close() {
            connections.close();
        }

        private static void tables(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table invoice (amount int not null, paid boolean not null default false)");
            }
        }

        void add(TenantId tenant, int amount) throws SQLException {
            try (Lease lease = connections.lease(tenant);
                    PreparedStatement statement = lease.prepareStatement("insert into invoice (amount) values (?)")) {
                statement.setInt(1, amount);
                statement.executeUpdate();
            }
        }
    }
}
