package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.TestDatabase;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.transaction.annotation.Transactional;

@SpringBootCase
class RoutedTest {
    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationContext context;

    private int guests() {
        return jdbc.sql("SELECT count(guest) FROM seat").query(Integer.class).single();
    }

    private String database() {
        return jdbc.sql("SELECT current_database()").query(String.class).single();
    }

    @BeforeEach
    void theDatabaseIsThereAlready(TestDatabase database) {
        assertThat(database()).isEqualTo(database.name());
    }

    @AfterEach
    void theDatabaseIsStillThere(TestDatabase database) {
        assertThat(database()).isEqualTo(database.name());
    }

    @RepeatedTest(3)
    void eachTestHasWhatTheContextFilled() {
        assertThat(jdbc.sql("SELECT count(*) FROM seat").query(Integer.class).single())
                .isEqualTo(10);
        assertThat(guests()).isZero();
        assertThat(jdbc.sql("UPDATE seat SET guest = 'Ada' WHERE number = 1").update())
                .isEqualTo(1);
    }

    @Test
    void theContextStartedOnce() {
        assertThat(Application.STARTED).hasValue(1);
    }

    @Test
    void thereIsNoOtherDataSource() {
        assertThat(context.getBeansOfType(DataSource.class)).containsOnlyKeys(Router.NAME);
        assertThat(context.getBean("dataSource")).isInstanceOf(Router.class);
    }

    @Test
    void otherThreadsReachTheDatabaseToo(TestDatabase database) {
        assertThat(CompletableFuture.supplyAsync(this::database).join()).isEqualTo(database.name());
    }

    @Test
    @Transactional
    void theTransactionOfATestIsRolledBackBeforeLeaksAreLookedFor(TestDatabase database) {
        jdbc.sql("UPDATE seat SET guest = 'Ada'").update();
        assertThat(guests()).isEqualTo(10);
        assertThat(CompletableFuture.supplyAsync(this::guests).join()).isZero();
    }

    @Test
    @Sql(statements = "UPDATE seat SET guest = 'Ada' WHERE number < 4")
    void scriptsOfATestReachItsDatabase() {
        assertThat(guests()).isEqualTo(3);
    }

    @Test
    void thePropertiesAreThoseOfTheContextsDatabaseWhichIsFrozen(@Autowired Environment environment) {
        String url = environment.getRequiredProperty("spring.datasource.url");
        assertThat(url).startsWith("jdbc:postgresql://").contains("/holdfast_");
        assertThat(environment.getProperty("spring.datasource.driver-class-name"))
                .isEqualTo("org.postgresql.Driver");
        assertThatThrownBy(() -> DriverManager.getConnection(
                                url,
                                environment.getProperty("spring.datasource.username"),
                                environment.getProperty("spring.datasource.password"))
                        .close())
                .hasMessageContaining("not currently accepting connections");
    }

    @Nested
    class Inside {
        @Test
        void aClassInsideIsRoutedToo(TestDatabase database) {
            assertThat(database()).isEqualTo(database.name());
            assertThat(Application.STARTED).hasValue(1);
        }
    }

    @Nested
    class MadeBySpring {
        private final DataSource source;

        @Autowired
        MadeBySpring(DataSource source) {
            this.source = source;
        }

        @Test
        void aConstructorMayWantBeans(DataSource own, @Autowired DataSource bean) {
            assertThat(source).isInstanceOf(Router.class).isSameAs(bean).isNotSameAs(own);
        }
    }
}
