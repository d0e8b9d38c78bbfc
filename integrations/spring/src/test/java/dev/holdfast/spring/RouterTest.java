package dev.holdfast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.Original;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Connection OF_ORIGINAL = stub(Connection.class, Map.of());
    private static final Connection OF_ONE = stub(Connection.class, Map.of());
    private static final Connection OF_OTHER = stub(Connection.class, Map.of());

    private final TestDatabase one = stub(TestDatabase.class, Map.of("name", "one", "dataSource", source(OF_ONE)));
    private final TestDatabase other =
            stub(TestDatabase.class, Map.of("name", "other", "dataSource", source(OF_OTHER)));
    private final Router router =
            new Router(stub(Original.class, Map.of("name", "original", "dataSource", source(OF_ORIGINAL))));

    /** Answers as told, with null otherwise. */
    private static <T> T stub(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> arguments[0].hashCode() == System.identityHashCode(self);
                    case "hashCode" -> System.identityHashCode(self);
                    default -> answers.get(method.getName());
                }));
    }

    private static DataSource source(Connection connection) {
        return stub(DataSource.class, Map.of("getConnection", connection));
    }

    @Test
    void leadsToTheOriginalUntilTheContextHasStarted() throws SQLException {
        assertThat(router.getConnection()).isSameAs(OF_ORIGINAL);
        assertThat(router).hasToString("original");
        router.started();
        assertThatThrownBy(router::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"))
                .hasMessageContaining("no test is running that has a database");
    }

    @Test
    void leadsEachThreadToItsTest() throws SQLException {
        router.started();
        router.lend(one);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            CompletableFuture.runAsync(() -> router.lend(other), thread).join();
            assertThat(router.getConnection()).isSameAs(OF_ONE);
            assertThat(router.getConnection("a", "b")).isSameAs(OF_ONE);
            assertThat(connectionOf(thread)).isSameAs(OF_OTHER);
        }
        assertThat(router).hasToString("[one, other]");
    }

    @Test
    void aThreadOfTheApplicationIsLedToTheOnlyTest() throws SQLException {
        router.started();
        router.lend(one);
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            assertThat(connectionOf(thread)).isSameAs(OF_ONE);
        }
    }

    @Test
    void aThreadOfTheApplicationIsRefusedIfThereAreSeveral() {
        router.started();
        router.lend(one);
        try (ExecutorService first = Executors.newSingleThreadExecutor();
                ExecutorService second = Executors.newSingleThreadExecutor()) {
            CompletableFuture.runAsync(() -> router.lend(other), first).join();
            assertThatThrownBy(() -> connectionOf(second))
                    .hasMessageContainingAll("several tests run", "while 2 tests run");
        }
        router.takeBack(one);
        router.takeBack(one);
        assertThat(router).hasToString("[other]");
    }

    private Connection connectionOf(ExecutorService thread) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return router.getConnection();
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        thread)
                .join();
    }
}
