package dev.holdfast.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Thousands of tests that leave nothing behind, sixteen at a time: none meets another, none is blamed for a leak. */
class ManyTestsTest {
    private static final int QUICK = 160;
    private static final int LONG = 10_000;
    private static final int PARALLEL = 16;
    private static final AtomicInteger NOW = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static final Set<String> IN_USE = ConcurrentHashMap.newKeySet();

    private static int count() {
        return Boolean.getBoolean("holdfast.long") ? LONG : QUICK;
    }

    @Test
    void noneMeetsAnotherAndNoneIsBlamed() {
        MOST.set(0);
        Played played = Played.of(
                Boolean.getBoolean("holdfast.long") ? LongForm.class : QuickForm.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled",
                        "true",
                        "junit.jupiter.execution.parallel.config.strategy",
                        "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism",
                        Integer.toString(PARALLEL),
                        "holdfast.directory",
                        System.getProperty("holdfast.directory", "/tmp"),
                        "holdfast.ahead",
                        Integer.toString(PARALLEL)));
        assertThat(played.failures()).isEmpty();
        assertThat(played.succeeded()).isEqualTo(count());
        assertThat(MOST).as("the most tests at the same time").hasValueGreaterThan(PARALLEL / 4);
    }

    @Disabled("played by the test above")
    @Execution(ExecutionMode.CONCURRENT)
    static class QuickForm extends Clean {
        @RepeatedTest(QUICK)
        void leavesNothing(TestDatabase database, Connection warm, RepetitionInfo number) throws SQLException {
            use(database, warm, number.getCurrentRepetition());
        }
    }

    @Disabled("played by the test above")
    @Execution(ExecutionMode.CONCURRENT)
    static class LongForm extends Clean {
        @RepeatedTest(LONG)
        void leavesNothing(TestDatabase database, Connection warm, RepetitionInfo number) throws SQLException {
            use(database, warm, number.getCurrentRepetition());
        }
    }

    @Holdfast
    @Template("shop.sql")
    abstract static class Clean {
        void use(TestDatabase database, Connection warm, int number) throws SQLException {
            assertThat(IN_USE.add(database.name())).as("lent twice").isTrue();
            MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
            try {
                untouched(warm);
                work(database, number);
            } finally {
                NOW.decrementAndGet();
                IN_USE.remove(database.name());
            }
        }

        private static void untouched(Connection warm) throws SQLException {
            assertThat(HoldfastExtensionTest.one(warm, "select count(*) from orders"))
                    .isEqualTo("0");
            assertThat(HoldfastExtensionTest.one(warm, "select sum(stock) from items"))
                    .isEqualTo("101");
        }

        private static void work(TestDatabase database, int number) throws SQLException {
            switch (number % 4) {
                case 0 -> buy(database.dataSource());
                case 1 -> pooled(database);
                case 2 -> onTheSession(database.dataSource());
                default -> {
                    HoldfastExtensionTest.run(database.dataSource(), "create table of_this_test (id int)");
                    buy(database.dataSource());
                }
            }
        }

        private static void buy(DataSource source) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("insert into orders (item, buyer) select id, 'ann' from items where name = 'ticket'");
                statement.execute("update items set stock = stock - 1 where name = 'ticket'");
                connection.commit();
            }
        }

        private static void pooled(TestDatabase database) throws SQLException {
            try (HikariDataSource pool = new HikariDataSource()) {
                pool.setMaximumPoolSize(2);
                pool.setDataSource(database.dataSource());
                buy(database.watched(pool));
            }
        }

        private static void onTheSession(DataSource source) throws SQLException {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("set work_mem = '8MB'");
                statement.execute("listen news");
                statement.execute("create temp table scratch (id int)");
                statement.execute("select pg_advisory_lock(1)");
            }
        }
    }
}
