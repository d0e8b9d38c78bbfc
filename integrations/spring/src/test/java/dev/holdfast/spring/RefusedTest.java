package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.junit.Holdfast;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** What goes wrong is told on the test that it concerns. */
class RefusedTest {
    private static List<String> failures(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .allEvents()
                .failed()
                .stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .map(RefusedTest::messages)
                .toList();
    }

    private static String messages(Throwable e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + "\n" + messages(e.getCause());
    }

    @SpringBootTest(classes = Application.class)
    @Holdfast
    static class WrongOrder {
        @Test
        void nothing() {}
    }

    @Test
    void holdfastMustStandFirst() {
        assertThat(failures(WrongOrder.class))
                .singleElement()
                .asString()
                .contains("@Holdfast stands after Spring's annotation", "WrongOrder", "hint: Write @Holdfast first");
    }

    @Holdfast(ownServer = true)
    @SpringBootTest(classes = Application.class)
    static class OwnServer {
        @Test
        void nothing() {}
    }

    @Test
    void aContextHasNoServerOfItsOwn() {
        assertThat(failures(OwnServer.class)).singleElement().asString().contains("hint: Leave ownServer out");
    }

    @SpringBootCase
    static class Leaking {
        @Test
        void keepsAConnection(@Autowired DataSource source) throws SQLException {
            Connection kept = source.getConnection();
            kept.setAutoCommit(false);
            kept.createStatement().execute("SELECT 1");
        }

        @Test
        void keepsNone(@Autowired DataSource source) throws SQLException {
            try (Connection connection = source.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void aConnectionThatIsNotGivenBackIsALeak() {
        assertThat(failures(Leaking.class))
                .singleElement()
                .asString()
                .contains("connection", "Leaking.keepsAConnection(", "idle in transaction");
    }

    @SpringBootCase
    static class TooEarly {
        @BeforeAll
        static void asksBeforeAnyTest(@Autowired DataSource source) throws SQLException {
            source.getConnection().close();
        }

        @Test
        void nothing() {}
    }

    @SpringBootCase
    static class TooLate {
        @Test
        void nothing() {}

        @AfterAll
        static void asksAfterAllTests(@Autowired DataSource source) throws SQLException {
            source.getConnection().close();
        }
    }

    @Test
    void betweenTestsThereIsNoDatabase() {
        assertThat(failures(TooEarly.class))
                .singleElement()
                .asString()
                .contains("no test is running that has a database", "hint: Use it in @BeforeEach");
        assertThat(failures(TooLate.class))
                .singleElement()
                .asString()
                .contains("no test is running that has a database");
    }

    @Configuration
    static class Two {
        @Bean
        DataSource orders() {
            return new HikariDataSource();
        }

        @Bean
        DataSource archive() {
            return new HikariDataSource();
        }
    }

    @Configuration
    static class OnePrimary {
        @Bean
        DataSource orders() {
            return new HikariDataSource();
        }

        @Bean
        @Primary
        DataSource archive() {
            return new HikariDataSource();
        }
    }

    @Holdfast
    @SpringJUnitConfig(Two.class)
    static class TwoDataSources {
        @Test
        void nothing() {}
    }

    @Holdfast
    @SpringJUnitConfig(OnePrimary.class)
    static class TwoOfWhichOneIsPrimary {
        @Test
        void itIsReplaced(@Autowired DataSource source, @Autowired java.util.Map<String, DataSource> all) {
            assertThat(source).isInstanceOf(Router.class);
            assertThat(all).containsOnlyKeys(Router.NAME, "orders");
        }
    }

    @Test
    void ofSeveralDataSourcesOneMustBePrimary() {
        assertThat(failures(TwoDataSources.class))
                .singleElement()
                .asString()
                .contains("several DataSources", "orders, archive", "@Primary");
        assertThat(failures(TwoOfWhichOneIsPrimary.class)).isEmpty();
    }
}
