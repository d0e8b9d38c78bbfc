package dev.holdfast.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Deadline;
import dev.holdfast.core.InvalidOption;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting, giving up and misbehaving drivers: in time that passes only when waited for. */
@Holdfast
@Template(by = Postgres.Tables.class)
class RunnerTest {
    private static final long SEED = 17;

    private Postgres postgres;

    private final AtomicInteger asked = new AtomicInteger();
    private final DataSource down = Opened.by(() -> {
        throw new SQLException("refused " + asked.incrementAndGet(), "08001");
    });

    @BeforeEach
    void open(TestDatabase database) {
        postgres = new Postgres(database);
    }

    private static TransactionOptions options(FakeTime time) {
        return TransactionOptions.defaults().withTime(time).withRandom(new Random(SEED));
    }

    private static int increment(Connection connection) throws SQLException {
        Postgres.execute(connection, "update counter set n = n + 1");
        return 1;
    }

    @Test
    void allFormerFailuresAreSuppressedInTheLast() {
        FakeTime time = new FakeTime();
        assertThatThrownBy(() ->
                        Transactions.on(down, options(time).withAttempts(4)).run(connection -> 0))
                .hasMessage("refused 4")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("refused 1", "refused 2", "refused 3"));
        assertThat(time.waits).hasSize(3);
    }

    @Test
    void theSameFailureThrownAgainIsNoTrouble() {
        SQLException always = new SQLException("refused", "08001");
        DataSource stubborn = Opened.by(() -> {
            throw always;
        });
        assertThatThrownBy(
                        () -> Transactions.on(stubborn, options(new FakeTime())).run(connection -> 0))
                .isEqualTo(always);
    }

    @Test
    void nothingIsBegunAfterTheDeadline() {
        FakeTime time = new FakeTime();
        Deadline deadline = Deadline.in(Duration.ofSeconds(5), time::nanos);
        Transactions transactions =
                Transactions.on(down, options(time).withAttempts(1000)).until(deadline);
        assertThatThrownBy(() -> transactions.run(connection -> 0)).hasMessageStartingWith("refused");
        assertThat(asked).hasValueGreaterThan(5).hasValueLessThan(1000);
        assertThat(time.nanos()).isLessThan(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void aPassedDeadlineBeginsNothingAtAll() {
        FakeTime time = new FakeTime();
        Transactions late = Transactions.on(down, options(time)).until(Deadline.in(Duration.ZERO, time::nanos));
        assertThatThrownBy(() -> late.run(connection -> 0)).hasFieldOrPropertyWithValue("SQLState", "57014");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aDurationIsADeadlinePerRun() {
        FakeTime time = new FakeTime();
        Transactions transactions =
                Transactions.on(down, options(time).withAttempts(1000).withDeadlineIn(Duration.ofSeconds(2)));
        for (int run = 1; run <= 2; run++) {
            assertThatThrownBy(() -> transactions.run(connection -> 0)).hasMessageStartingWith("refused");
        }
        assertThat(time.nanos()).isBetween(1L, Duration.ofSeconds(4).toNanos());
    }

    @Test
    void anInterruptEndsTheWaitAndStaysVisible() {
        FakeTime time = new FakeTime(wait -> {
            throw new InterruptedException("stop");
        });
        assertThatThrownBy(() -> Transactions.on(down, options(time)).run(connection -> 0))
                .hasMessage("refused 1")
                .satisfies(e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void anInterruptedThreadDoesNotTryAgain() {
        DataSource interrupting = Opened.by(() -> {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", "08001");
        });
        FakeTime time = new FakeTime();
        assertThatThrownBy(() -> Transactions.on(interrupting, options(time)).run(connection -> 0))
                .isInstanceOf(SQLException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.waits).isEmpty();
    }

    @Test
    void realTimeCanBeInterruptedToo() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Time.SYSTEM.await(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);
        Time.SYSTEM.await(Duration.ofNanos(1));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(Deadline.in(Duration.ofHours(1), Time.SYSTEM::nanos).passed())
                .isFalse();
    }

    @Test
    void theFirstRetryOfALostRaceIsImmediate() {
        FakeTime time = new FakeTime();
        Transactions transactions = Transactions.on(
                postgres.dataSource(),
                options(time).withAttempts(4).withBackoff(new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1))));
        assertThatThrownBy(() -> transactions.run(connection -> {
                    throw new SQLException("lost", "40001");
                }))
                .hasMessage("lost");
        assertThat(time.waits).hasSize(3).startsWith(Duration.ZERO).doesNotHaveDuplicates();
    }

    @Test
    void aRunInsideTheWorkOfAnotherIsRefused() throws SQLException {
        Transactions transactions = Transactions.on(postgres.dataSource());
        assertThatThrownBy(() -> transactions.run(connection -> transactions.run(RunnerTest::increment)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside the work of another");
        assertThat(transactions.<Integer>run(RunnerTest::increment)).isEqualTo(1);
        assertThat(postgres.value("select n from counter")).isEqualTo("1");
    }

    @Test
    void aCommittedTransactionStaysASuccessIfItsConnectionDoesNotClose() throws SQLException {
        for (String method : new String[] {"close", "setAutoCommit"}) {
            AtomicInteger calls = new AtomicInteger();
            DataSource source = Opened.by(() -> Opened.failingAfter(
                    postgres.connect(),
                    method,
                    () -> method.equals("close") || calls.incrementAndGet() == 2,
                    new SQLException("broken " + method, "08006")));
            assertThat(Transactions.on(source).<Integer>run(RunnerTest::increment))
                    .isEqualTo(1);
        }
        assertThat(postgres.value("select n from counter")).isEqualTo("2");
    }

    @Test
    void whateverADriverThrowsAtCommitIsNoAnswerUnlessItIsOne() throws SQLException {
        Throwable[] noAnswers = {
            new SQLException("no state"),
            new IllegalStateException("bug"),
            new StackOverflowError(),
            new SQLException("killed", "57P01"),
            new SQLException("WAL disk full", "53100"),
            new SQLException("unexpected", "99999")
        };
        for (Throwable failure : noAnswers) {
            DataSource source = Opened.by(() -> Opened.failingAfter(postgres.connect(), "commit", () -> true, failure));
            assertThatThrownBy(() -> Transactions.on(source).run(RunnerTest::increment))
                    .isInstanceOf(UnknownOutcome.class)
                    .hasCause(failure);
        }
        assertThat(postgres.value("select n from counter")).isEqualTo("" + noAnswers.length);
    }

    @Test
    void aConnectionThatCannotRollBackIsNotGivenToAnybodyElse() {
        AtomicReference<Connection> opened = new AtomicReference<>();
        DataSource source = Opened.by(() -> {
            opened.set(postgres.connect());
            return Opened.failingBefore(
                    Opened.pooled(opened.get()), "rollback", () -> true, new SQLException("broken", "08006"));
        });
        assertThatThrownBy(() -> Transactions.on(source).run(connection -> {
                    throw new SQLException("mine", "23505");
                }))
                .hasMessage("mine")
                .satisfies(e ->
                        assertThat(e.getSuppressed()).singleElement().hasToString("java.sql.SQLException: broken"));
        assertThat(opened.get()).extracting(RunnerTest::isClosed).isEqualTo(true);
    }

    /** Back in a pool it would stay in its transaction, for which the status would be asked in vain. */
    @Test
    void aCommitThatTheDriverNeverSentIsAborted() throws SQLException {
        try (Connection first = postgres.connect()) {
            Connection neverSending = Opened.failingBefore(
                    Opened.pooled(first), "commit", () -> true, new SQLException("broken", "08006"));
            DataSource source = Opened.by(() -> asked.incrementAndGet() == 1 ? neverSending : postgres.connect());
            Transactions transactions =
                    Transactions.on(source, options(new FakeTime()).withConfirmation(Confirmation.byStatus()));
            assertThat(transactions.<Integer>run(RunnerTest::increment)).isEqualTo(1);
        }
        assertThat(postgres.value("select n from counter")).isEqualTo("1");
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheWorkDoesNotDeclareIsWrapped() {
        assertThatThrownBy(() -> Transactions.on(postgres.dataSource()).run(connection -> sneak(new Exception("odd"))))
                .isInstanceOf(SQLException.class)
                .hasRootCauseMessage("odd");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // to throw what isn't declared, as other languages do
    private static <E extends Throwable> int sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void backoffDoublesUpToItsCap() {
        Backoff backoff = Backoff.defaults();
        assertThat(backoff.bound(1)).isEqualTo(Duration.ofMillis(10));
        assertThat(backoff.bound(4)).isEqualTo(Duration.ofMillis(80));
        assertThat(backoff.bound(8)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.bound(1000)).isEqualTo(Duration.ofSeconds(1));
        Random random = new Random(SEED);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.delay(3, random)).isBetween(Duration.ZERO, Duration.ofMillis(40));
        }
    }

    @Test
    void optionsThatCannotBeAreRefusedAllAtOnce() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofHours(2)))
                .isInstanceOfSatisfying(
                        InvalidOption.class, e -> assertThat(e.problems()).hasSize(2));
        TransactionOptions defaults = TransactionOptions.defaults();
        assertThatThrownBy(() -> defaults.withAttempts(0)).isInstanceOf(InvalidOption.class);
        assertThatThrownBy(() -> defaults.withDeadlineIn(Duration.ZERO)).isInstanceOf(InvalidOption.class);
        assertThatThrownBy(() -> new IdempotencyKey("")).isInstanceOf(InvalidOption.class);
        assertThatThrownBy(() -> new IdempotencyKey("a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> new IdempotencyKey("x".repeat(256))).hasMessageContaining("256");
        assertThatThrownBy(() -> Transactions.on(down, defaults.withReadOnly(true))
                        .runOnce(new IdempotencyKey("a"), connection -> 0))
                .isInstanceOf(InvalidOption.class);
    }
}
