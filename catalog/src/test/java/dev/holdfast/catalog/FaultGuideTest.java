package dev.holdfast.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import dev.holdfast.proof.Watcher;
import dev.holdfast.scenarios.FaultAnswer;
import dev.holdfast.scenarios.FaultClient;
import dev.holdfast.scenarios.FaultPhase;
import dev.holdfast.scenarios.FaultStrike;
import dev.holdfast.scenarios.FaultTarget;
import dev.holdfast.scenarios.ServerFault;
import dev.holdfast.servers.EmbeddedOptions;
import dev.holdfast.servers.EmbeddedPostgres;
import dev.holdfast.servers.ExternalPostgres;
import dev.holdfast.servers.Target;
import dev.holdfast.transactions.Classification;
import dev.holdfast.transactions.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page about faults says what the scenarios assert and what our transactions do; its snippet stands here and runs. */
@TestInstance(Lifecycle.PER_CLASS)
class FaultGuideTest {
    private static final Path PAGE = Path.of("..", "docs", "guide", "faults.md");
    private static final Path THIS_CLASS =
            Path.of("src", "test", "java", "dev", "holdfast", "catalog", "FaultGuideTest.java");
    private static final Pattern TABLE =
            Pattern.compile("(?s)(?<=<!-- tables: made by FaultGuideTest -->\n).*?(?=<!-- end -->)");
    private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

    private EmbeddedPostgres server;

    @BeforeAll
    void start() {
        server = EmbeddedPostgres.start(EmbeddedOptions.defaults());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theTablesAreTheData() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("holdfast.accept")) {
            page = TABLE.matcher(page).replaceFirst(Matcher.quoteReplacement(tables()));
            Files.writeString(PAGE, page);
        }
        assertThat(page)
                .as("to accept what there is now: ./holdfast test FaultGuide -Dholdfast.accept=true")
                .contains(tables());
    }

    @ParameterizedTest
    @EnumSource(ServerFault.class)
    void whatMayBeDoneIsWhatOurTransactionsDo(ServerFault fault) {
        assertThat(fault.answers()).isNotEmpty();
        fault.answers()
                .forEach((phase, answers) -> answers.forEach(answer -> {
                    SQLException told =
                            new SQLException(answer.words(), answer.state().code());
                    Classification classified =
                            Classification.of(told, phase == FaultPhase.CONNECTING ? Phase.CONNECTING : Phase.WORKING);
                    assertThat(classified.recovery().name())
                            .as(fault.id() + ", " + phase + ", " + answer)
                            .isEqualTo(answer.advice(phase).name());
                    assertThat(classified.httpStatus()).isEqualTo(answer.httpStatus());
                }));
    }

    @Test
    void everyLineOfASnippetStandsInThisClass() throws IOException {
        List<String> own =
                Files.readAllLines(THIS_CLASS).stream().map(String::strip).toList();
        List<String> shown = SNIPPET.matcher(Files.readString(PAGE))
                .results()
                .flatMap(match -> match.group(1).lines())
                .map(String::strip)
                .toList();
        assertThat(shown).hasSizeGreaterThan(10);
        assertThat(own).containsSubsequence(shown);
    }

    @ParameterizedTest
    @EnumSource(names = {"TERMINATE", "CANCEL", "CONNECTION_LIMIT", "KILL"})
    void thePoolOfTheSnippetStands(ServerFault fault) {
        assertThat(played(fault, new Pooled()).verdict()).isInstanceOf(Verdict.Holds.class);
    }

    /** What the page says about HikariCP: 25006 is none of the states for which it gives a connection up. */
    @Test
    void thePoolOfTheSnippetGoesOnLendingReadOnlyConnections() {
        assertThat(played(ServerFault.READ_ONLY, new Pooled()).violations().stream()
                        .map(Violation::invariant)
                        .collect(Collectors.toSet()))
                .containsExactly("usable-again");
    }

    private Result played(ServerFault fault, FaultClient client) {
        return new Prover(server, ProofOptions.quick(20261121), Watcher.NONE).prove(new FaultStrike(fault, client), 0);
    }

    @Test
    void onSomebodysServerTheFaultsThatTakeOnlySqlStrike() throws SQLException {
        String url = "jdbc:postgresql://%s:%d/postgres?user=%s&password=%s"
                .formatted(
                        server.host(),
                        server.port(),
                        server.user(),
                        server.password().use(String::new));
        try (ExternalPostgres theirs = ExternalPostgres.open(Target.parse(url))) {
            for (ServerFault fault : ServerFault.values()) {
                Result result = new Prover(theirs, ProofOptions.quick(20261121), Watcher.NONE)
                        .prove(FaultStrike.plain(fault), 0);
                assertThat(result.verdict())
                        .as(fault.id() + ": " + result.verdict())
                        .isInstanceOf(
                                fault.reach() == ServerFault.Reach.OWN_SERVER
                                        ? Verdict.NotApplicable.class
                                        : Verdict.Holds.class);
            }
        }
    }

    private static String tables() {
        return Stream.of(ServerFault.values()).map(FaultGuideTest::section).collect(Collectors.joining("\n"));
    }

    private static String section(ServerFault fault) {
        String rows = fault.answers().entrySet().stream()
                .flatMap(row -> row.getValue().stream().map(answer -> row(row.getKey(), answer)))
                .collect(Collectors.joining());
        return """
                ### `fault-%s`: %s

                %s %s

                | the session is | SQLSTATE | what it is told | class | HTTP |
                |---|---|---|---|---|
                %s""".formatted(fault.id(), fault.cause(), concerns(fault), fault.remedy(), rows);
    }

    private static String concerns(ServerFault fault) {
        return switch (fault.reach()) {
            case SESSION -> "Concerns single sessions; others notice nothing.";
            case SERVER -> "Concerns everybody who connects.";
            case OWN_SERVER -> "Concerns everybody; played on a server of its own.";
        };
    }

    private static String row(FaultPhase phase, FaultAnswer answer) {
        return "| %s | %s | %s | %s | %d |\n"
                .formatted(
                        phase.words(),
                        answer.state(),
                        answer.words(),
                        answer.advice(phase).name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        answer.httpStatus());
    }

    /** The snippet. */
    static final class Pooled implements FaultClient {
        @Override
        public String name() {
            return "hikari";
        }

        @Override
        public DataSource open(FaultTarget target) {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(target.jdbcUrl());
            pool.setUsername(target.user());
            pool.setPassword(target.password().use(String::new));
            pool.setMaximumPoolSize(5);
            return pool;
        }

        @Override
        public void inTransaction(DataSource dataSource, Work work) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                work.on(connection);
                connection.commit();
            }
        }
    }
}
