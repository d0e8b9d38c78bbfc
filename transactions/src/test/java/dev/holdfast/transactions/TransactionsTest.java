package dev.holdfast.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.core.Deadline;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The runner on a real server. */
@Holdfast
@Template(by = Postgres.Tables.class)
class TransactionsTest {
    private Postgres postgres;

    private final AtomicInteger performed = new AtomicInteger();

    @BeforeEach
    void open(TestDatabase database) {
        postgres = new Postgres(database);
    }

    private Transactions transactions() {
        return Transactions.on(postgres.dataSource());
    }

    private HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(postgres.dataSource());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(250);
        return new HikariDataSource(config);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> List<T> inParallel(int threads, PerThread<T> work)
            throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                futures.add(executor.submit(() -> work.perform(thread)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    private interface PerThread<T> {
        T perform(int thread) throws Exception;
    }

    /** All eight read the same counter before any of them writes it, so seven of them must lose. */
    @Test
    void serializationFailuresAreRepeatedAndNoIncrementIsLost() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(8);
        try (HikariDataSource pool = pool(8)) {
            Transactions transactions = Transactions.on(
                    pool,
                    TransactionOptions.defaults()
                            .withIsolation(Isolation.SERIALIZABLE)
                            .withAttempts(1000));
            inParallel(8, thread -> {
                ThreadLocal<Boolean> met = new ThreadLocal<>();
                for (int i = 0; i < 10; i++) {
                    transactions.run(connection -> {
                        performed.incrementAndGet();
                        String n = Postgres.value(connection, "select n from counter");
                        if (met.get() == null) {
                            met.set(true);
                            meet(barrier);
                        }
                        Postgres.execute(connection, "update counter set n = " + n + " + 1");
                        return n;
                    });
                }
                return thread;
            });
        }
        assertThat(performed).hasValueGreaterThanOrEqualTo(80 + 7);
        assertThat(postgres.value("select n from counter")).isEqualTo("80");
    }

    @Test
    void aDeadlockIsRepeated() throws Exception {
        postgres.execute("insert into done values ('a'), ('b')");
        CyclicBarrier barrier = new CyclicBarrier(2);
        inParallel(2, thread -> {
            AtomicInteger attempts = new AtomicInteger();
            return transactions().run(connection -> {
                performed.incrementAndGet();
                Postgres.execute(connection, "update done set n = n + 1 where who = '" + "ab".charAt(thread) + "'");
                if (attempts.getAndIncrement() == 0) {
                    meet(barrier);
                }
                Postgres.execute(connection, "update done set n = n + 1 where who = '" + "ba".charAt(thread) + "'");
                return thread;
            });
        });
        assertThat(performed).hasValue(3);
        assertThat(postgres.value("select min(n) || ',' || max(n) from done")).isEqualTo("2,2");
    }

    @Test
    void aUniqueViolationIsNeverRepeated() throws SQLException {
        postgres.execute("insert into done values ('a')");
        assertThatThrownBy(() -> transactions().run(connection -> {
                    performed.incrementAndGet();
                    Postgres.execute(connection, "insert into done values ('b'), ('a')");
                    return 0;
                }))
                .isInstanceOfSatisfying(SQLException.class, e -> {
                    assertThat(e.getSQLState()).isEqualTo("23505");
                    assertThat(Classification.of(e).httpStatus()).isEqualTo(409);
                });
        assertThat(performed).hasValue(1);
        assertThat(postgres.value("select count(*) from done")).isEqualTo("1");
    }

    @Test
    void aDeferredUniqueViolationAtCommitIsAnAnswerAndNeverRepeated() throws SQLException {
        postgres.execute("alter table counter add unique (n) deferrable initially deferred");
        assertThatThrownBy(() -> transactions().run(connection -> {
                    performed.incrementAndGet();
                    Postgres.execute(connection, "insert into counter values (0)");
                    return 0;
                }))
                .isInstanceOf(SQLException.class)
                .isNotInstanceOf(UnknownOutcome.class)
                .hasFieldOrPropertyWithValue("SQLState", "23505");
        assertThat(performed).hasValue(1);
    }

    @Test
    void aKilledSessionIsReplacedAndTheWorkIsInTheDatabaseOnce() throws SQLException {
        try (HikariDataSource pool = pool(2)) {
            int attempt = Transactions.on(pool).run(connection -> {
                Postgres.execute(connection, "insert into done values ('a')");
                if (performed.incrementAndGet() == 1) {
                    String backend = Postgres.value(connection, "select pg_backend_pid()");
                    assertThat(postgres.value("select pg_terminate_backend(" + backend + ", 10000)"))
                            .isEqualTo("t");
                }
                Postgres.execute(connection, "update done set n = n + 1");
                return performed.get();
            });
            assertThat(attempt).isEqualTo(2);
        }
        assertThat(postgres.value("select string_agg(who || n, ',') from done")).isEqualTo("a1");
    }

    /** The trap itself: such a driver says nothing. */
    @Test
    void aSilentRollbackIsNoticedWhateverTheDriverDoes() throws SQLException {
        var silent = postgres.dataSource("raiseExceptionOnSilentRollback", "false");
        try (Connection connection = silent.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(hidingAFailure(connection)).isEqualTo(1);
            connection.commit();
        }
        assertThat(postgres.value("select count(*) from done")).isEqualTo("0");
        assertThatThrownBy(() -> Transactions.on(silent).run(this::hidingAFailure))
                .isInstanceOf(SilentRollback.class)
                .hasFieldOrPropertyWithValue("SQLState", "25P02")
                .hasRootCauseMessage("ERROR: division by zero");
        assertThat(performed).hasValue(2);
        assertThat(postgres.value("select count(*) from done")).isEqualTo("0");
    }

    private int hidingAFailure(Connection connection) throws SQLException {
        Postgres.execute(connection, "insert into done values ('a')");
        swallow(connection, "select 1 / 0");
        return performed.incrementAndGet();
    }

    private static void swallow(Connection connection, String sql) {
        try {
            Postgres.execute(connection, sql);
        } catch (SQLException hidden) {
            assertThat(hidden.getSQLState()).isNotNull();
        }
    }

    @Test
    void aSwallowedSerializationFailureIsRepeatedAllTheSame() throws SQLException {
        int attempt = transactions().run(connection -> {
            if (performed.incrementAndGet() == 1) {
                swallow(connection, "do $$ begin raise exception 'lost' using errcode = '40001'; end $$");
            }
            return performed.get();
        });
        assertThat(attempt).isEqualTo(2);
    }

    @Test
    void aRolledBackSavepointIsNoSilentRollback() throws SQLException {
        int result = transactions().run(connection -> {
            var savepoint = connection.setSavepoint();
            swallow(connection, "select 1 / 0");
            connection.rollback(savepoint);
            Postgres.execute(connection, "insert into done values ('a')");
            return 7;
        });
        assertThat(result).isEqualTo(7);
        assertThat(postgres.value("select count(*) from done")).isEqualTo("1");
    }

    @Test
    void whatIsSetForATransactionIsNotLeftOnItsConnection() throws SQLException {
        String settings = "select current_setting('transaction_isolation') || ',' ||"
                + " current_setting('transaction_read_only') || ',' ||"
                + " (current_setting('statement_timeout')::interval between '1s' and '1h')";
        try (HikariDataSource pool = pool(1)) {
            DataSource watched = postgres.database().watched(pool);
            TransactionOptions options = TransactionOptions.defaults()
                    .withIsolation(Isolation.REPEATABLE_READ)
                    .withReadOnly(true)
                    .withDeadlineIn(Duration.ofHours(1));
            assertThat(Transactions.on(watched, options).<String>run(c -> Postgres.value(c, settings)))
                    .isEqualTo("repeatable read,on,true");
            assertThat(Transactions.on(watched).<String>run(c -> Postgres.value(c, settings)))
                    .isEqualTo("read committed,off,false");
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
            }
        }
    }

    @Test
    void aWriteThatWeForbadeIsNotRepeated() {
        Transactions readOnly = Transactions.on(
                postgres.dataSource(), TransactionOptions.defaults().withReadOnly(true));
        assertThatThrownBy(() -> readOnly.run(connection -> {
                    performed.incrementAndGet();
                    Postgres.execute(connection, "insert into done values ('a')");
                    return 0;
                }))
                .hasFieldOrPropertyWithValue("SQLState", "25006");
        assertThat(performed).hasValue(1);
    }

    @Test
    void theServerCancelsAStatementAtTheDeadline() {
        assertThatThrownBy(() -> transactions()
                        .until(Deadline.in(Duration.ofMillis(100)))
                        .run(connection -> Postgres.value(connection, "select pg_sleep(600)")))
                .isInstanceOfSatisfying(SQLException.class, e -> {
                    assertThat(e.getSQLState()).isEqualTo("57014");
                    assertThat(Classification.of(e).httpStatus()).isEqualTo(504);
                });
    }

    @Test
    void anExhaustedPoolIsTriedAgainLater() throws SQLException {
        try (HikariDataSource pool = pool(1)) {
            Connection held = pool.getConnection();
            FakeTime time = new FakeTime(wait -> {
                try {
                    held.close();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            Transactions transactions =
                    Transactions.on(pool, TransactionOptions.defaults().withTime(time));
            assertThat(transactions.<Integer>run(connection -> performed.incrementAndGet()))
                    .isEqualTo(1);
            assertThat(time.waits).hasSize(1);
        }
    }

    @Test
    void anExhaustedPoolEndsAs503() throws SQLException {
        try (HikariDataSource pool = pool(1);
                Connection held = pool.getConnection()) {
            Transactions transactions = Transactions.on(
                    pool, TransactionOptions.defaults().withAttempts(2).withTime(new FakeTime()));
            assertThatThrownBy(() -> transactions.run(connection -> 0))
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .satisfies(e -> {
                        assertThat(e.getSuppressed()).hasSize(1);
                        assertThat(Classification.of(e, Phase.CONNECTING).httpStatus())
                                .isEqualTo(503);
                    });
            assertThat(held.isClosed()).isFalse();
        }
    }

    @Test
    void anUncheckedExceptionRollsBackAndIsRepeatedOnlyIfItsCauseAllows() throws SQLException {
        assertThatThrownBy(() -> transactions().run(connection -> {
                    Postgres.execute(connection, "insert into done values ('a')");
                    performed.incrementAndGet();
                    throw new IllegalStateException("out of stock");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("out of stock");
        assertThat(performed).hasValue(1);
        assertThat(postgres.value("select count(*) from done")).isEqualTo("0");
        int attempt = transactions().run(connection -> {
            if (performed.incrementAndGet() == 2) {
                throw new IllegalStateException(new SQLException("lost a race", "40001"));
            }
            return performed.get();
        });
        assertThat(attempt).isEqualTo(3);
    }

    @Test
    void anErrorIsNeverRepeated() {
        assertThatThrownBy(() -> transactions().run(connection -> {
                    performed.incrementAndGet();
                    throw new AssertionError(new SQLException("lost a race", "40001"));
                }))
                .isInstanceOf(AssertionError.class);
        assertThat(performed).hasValue(1);
    }

    @Test
    void workUnderAKeyIsDoneOnce() throws SQLException {
        IdempotencyKey key = new IdempotencyKey("order-17");
        assertThat(transactions().runOnce(key, connection -> performed.incrementAndGet()))
                .contains(1);
        assertThat(transactions().runOnce(key, connection -> performed.incrementAndGet()))
                .isEmpty();
        assertThat(performed).hasValue(1);
    }

    @Test
    void aFailedWorkLeavesNoKey() throws SQLException {
        IdempotencyKey key = new IdempotencyKey("order-17");
        assertThatThrownBy(() -> transactions().runOnce(key, connection -> Postgres.value(connection, "select 1 / 0")))
                .isInstanceOf(SQLException.class);
        assertThat(transactions().runOnce(key, connection -> performed.incrementAndGet()))
                .contains(1);
    }

    /** At repeatable read and above a key that came in between is a serialization failure, and found when repeated. */
    @Test
    void ofManyWithOneKeyOneDoesTheWork() throws Exception {
        for (Isolation isolation : Isolation.values()) {
            IdempotencyKey key = new IdempotencyKey(isolation.sql());
            Transactions transactions = Transactions.on(
                    postgres.dataSource(), TransactionOptions.defaults().withIsolation(isolation));
            List<Optional<Integer>> results = inParallel(
                    8,
                    thread -> transactions.runOnce(key, connection -> {
                        Postgres.execute(connection, "update counter set n = n + 1");
                        return thread;
                    }));
            assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
        }
        assertThat(postgres.value("select n from counter")).isEqualTo("3");
    }
}
