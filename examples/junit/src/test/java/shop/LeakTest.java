package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.holdfast.junit.AllowLeak;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Leak;
import dev.holdfast.junit.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A test that forgets a connection in a transaction fails, and is told where it took it. */
class LeakTest {
    private static final Pattern OUTPUT =
            Pattern.compile("(?<=<!-- output: made by LeakTest -->\n```\n).*?(?=```\n<!-- end -->)", Pattern.DOTALL);

    @Test
    void itFails() throws IOException {
        String message = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.conditions.deactivate", "*Disabled*")
                .selectors(selectClass(Forgetful.class))
                .execute()
                .testEvents()
                .failed()
                .stream()
                .flatMap(event -> event.getRequiredPayload(TestExecutionResult.class).getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElseThrow();
        assertThat(message).contains("idle in transaction", "LeakTest.java", "try (Connection");
        shown(message);
    }

    /** The guide shows it; numbers differ from run to run. */
    private static void shown(String message) throws IOException {
        String page = Files.readString(GuideTest.PAGE);
        if (Boolean.getBoolean("holdfast.accept")) {
            page = OUTPUT.matcher(page).replaceFirst(Matcher.quoteReplacement(message + "\n"));
            Files.writeString(GuideTest.PAGE, page);
        }
        Matcher output = OUTPUT.matcher(page);
        assertThat(output.find()).isTrue();
        assertThat(output.group().strip().replaceAll("\\d+", "N")).isEqualTo(message.replaceAll("\\d+", "N"));
    }

    @Disabled("played by the test above")
    // snippet: leak
    @Holdfast
    @Template(by = Migrated.class)
    static class Forgetful {
        @Test
        void reserves(DataSource dataSource) throws SQLException {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("update items set stock = stock - 1 where name = 'ticket'");
            } // and the connection?
        }

        @Test
        @AllowLeak(value = Leak.Kind.CONNECTION, reason = "the subject keeps one for notifications")
        void listens(DataSource dataSource) throws SQLException {
            assertThat(dataSource.getConnection()).isNotNull();
        }
    }
    // end
}
