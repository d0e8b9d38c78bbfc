package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Without Spring Boot's ways to start. */
@Holdfast
@SpringJUnitConfig
@Execution(ExecutionMode.CONCURRENT)
class PlainSpringTest {
    @Configuration
    static class Context {
        @Bean
        InitializingBean table(DataSource source) {
            return () -> execute(source, "CREATE TABLE t AS SELECT 1 AS n");
        }
    }

    private static int execute(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    /** In parallel, if the run is: each thread has its test's database. */
    @RepeatedTest(8)
    void eachTestUpdatesOneRow(@Autowired DataSource source, TestDatabase database) throws SQLException {
        assertThat(execute(source, "INSERT INTO t VALUES (2)")).isEqualTo(1);
        assertThat(execute(source, "UPDATE t SET n = n + 1")).isEqualTo(2);
        try (Connection connection = source.getConnection()) {
            assertThat(connection.getCatalog()).isEqualTo(database.name());
        }
    }
}
