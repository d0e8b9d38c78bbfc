package dev.holdfast.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The guide's page says what the code does: its table is the data, and its snippet stands in this class and runs. */
class GuideTest {
    private static final Path PAGE = Path.of("..", "docs", "guide", "transactions.md");
    private static final Path THIS_CLASS =
            Path.of("src", "test", "java", "dev", "holdfast", "transactions", "GuideTest.java");
    private static final Pattern TABLE =
            Pattern.compile("(?s)(?<=<!-- table: made by GuideTest -->\n).*?(?=<!-- end -->)");
    private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

    @Test
    void theTableIsTheData() throws IOException {
        String page = Files.readString(PAGE);
        if (Boolean.getBoolean("holdfast.accept")) {
            page = TABLE.matcher(page).replaceFirst(Matcher.quoteReplacement(tables()));
            Files.writeString(PAGE, page);
        }
        assertThat(page)
                .as("to accept what there is now: ./holdfast test Guide -Dholdfast.accept=true")
                .contains(tables());
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

    @Test
    @Holdfast
    @Template(by = Postgres.Tables.class)
    void theSnippetDoesWhatThePageSays(DataSource dataSource) throws SQLException {
        Orders orders = new Orders(dataSource);
        assertThat(orders.place("order-17")).contains(1);
        assertThat(orders.place("order-17")).isEmpty();
        assertThat(orders.count("order-17")).isEqualTo(1);
        assertThat(orders.statusFor(new SQLException("too many connections", "53300")))
                .isEqualTo(503);
    }

    private static String tables() {
        return Rules.tables().stream().map(GuideTest::table).collect(Collectors.joining("\n"));
    }

    private static String table(List<Rule> rules) {
        return rules.stream().map(GuideTest::row).collect(Collectors.joining("", """
                        | code | what | connecting | in the transaction | at COMMIT | HTTP | why | source |
                        |---|---|---|---|---|---|---|---|
                        """, ""));
    }

    private static String row(Rule rule) {
        String what = rule.name() + (rule.text().isEmpty() ? "" : ": \"" + rule.text() + "\"");
        return "| %s | %s | %s | %s | %s | %d | %s | %s |\n"
                .formatted(
                        rule.code(),
                        what,
                        words(rule.connecting()),
                        words(rule.working()),
                        words(rule.committing()),
                        rule.status(),
                        rule.why(),
                        rule.source());
    }

    private static String words(Recovery recovery) {
        return recovery == Recovery.UNKNOWN_OUTCOME
                ? "**unknown**"
                : recovery.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The snippet. */
    static final class Orders {
        private final Transactions transactions;

        Orders(DataSource dataSource) {
            transactions = Transactions.on(
                    dataSource,
                    TransactionOptions.defaults()
                            .withIsolation(Isolation.SERIALIZABLE)
                            .withDeadlineIn(Duration.ofSeconds(5))
                            .withConfirmation(Confirmation.byStatus()));
        }

        /** Done once, however often the request comes; nothing if it was done before. */
        Optional<Integer> place(String request) throws SQLException {
            return transactions.runOnce(new IdempotencyKey(request), connection -> insert(connection, request));
        }

        /** Repeated as long as that is safe and may help. */
        int count(String customer) throws SQLException {
            return transactions.run(connection -> select(connection, customer));
        }

        int statusFor(SQLException thrown) {
            return Classification.of(thrown).httpStatus();
        }

        private static int insert(Connection connection, String request) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("insert into done (who) values (?)")) {
                statement.setString(1, request);
                return statement.executeUpdate();
            }
        }

        private static int select(Connection connection, String who) throws SQLException {
            return Integer.parseInt(Postgres.value(connection, "select count(*) from done where who = '" + who + "'"));
        }
    }
}
