package dev.holdfast.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.core.Deadline;
import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.transactions.Confirmation.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that ends between COMMIT and its answer, on a real server. */
@Holdfast
@Template(by = Postgres.Tables.class)
class LostCommitTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("order-17");

    /** The server never sees the COMMIT. */
    private static final String BEFORE_SENDING = "close before execute(COMMIT)";

    /** The server sees it; nobody waits for what it does. */
    private static final String AFTER_SENDING = "close after execute(COMMIT)";

    /** The server has answered; the client never sees that. */
    private static final String BEFORE_ANSWER = "reset before command-complete(COMMIT)";

    private final AtomicInteger performed = new AtomicInteger();
    private Postgres postgres;
    private Faults faults;

    @BeforeEach
    void open(TestDatabase database, Faults between) {
        postgres = new Postgres(database);
        faults = between;
    }

    private Transactions transactions(TransactionOptions options) {
        return Transactions.on(postgres.dataSource(), options);
    }

    private static TransactionOptions byStatus() {
        return TransactionOptions.defaults().withConfirmation(Confirmation.byStatus());
    }

    /** Adds one to the counter, and to what was performed. */
    private int increment(Connection connection) throws SQLException {
        Postgres.execute(connection, "update counter set n = n + 1");
        return performed.incrementAndGet();
    }

    /** When nobody is at work any more. */
    private String counter() throws SQLException {
        return faults.truth(postgres.database(), truth -> Postgres.value(truth, "select n from counter"));
    }

    @Test
    void withoutConfirmationACommitThatArrivedIsUnknownAndNotRepeated() throws SQLException {
        faults.arm(BEFORE_ANSWER);
        assertThatThrownBy(() -> transactions(TransactionOptions.defaults()).run(this::increment))
                .isInstanceOfSatisfying(UnknownOutcome.class, e -> {
                    assertThat(e.transaction()).isPresent();
                    assertThat(e.getSQLState()).isEqualTo("08007");
                    assertThatObject(e.getCause()).hasFieldOrPropertyWithValue("SQLState", "08006");
                    assertThat(Classification.of(e).recovery()).isEqualTo(Recovery.UNKNOWN_OUTCOME);
                    assertThat(Classification.of(e).httpStatus()).isEqualTo(504);
                });
        assertThat(performed).hasValue(1);
        assertThat(counter()).isEqualTo("1");
    }

    @Test
    void withoutConfirmationACommitThatNeverArrivedIsUnknownToo() throws SQLException {
        faults.arm(BEFORE_SENDING);
        assertThatThrownBy(() -> transactions(TransactionOptions.defaults()).run(this::increment))
                .isInstanceOf(UnknownOutcome.class);
        assertThat(performed).hasValue(1);
        assertThat(counter()).isEqualTo("0");
    }

    @Test
    void theStatusOfACommitThatArrivedMakesASuccessOfIt() throws SQLException {
        faults.arm(BEFORE_ANSWER);
        assertThat(transactions(byStatus()).run(this::increment)).isEqualTo(1);
        assertThat(performed).hasValue(1);
        assertThat(counter()).isEqualTo("1");
    }

    @Test
    void theStatusOfACommitThatNeverArrivedLetsItBeRepeated() throws SQLException {
        faults.arm(BEFORE_SENDING);
        faults.arm(BEFORE_SENDING);
        assertThat(transactions(byStatus()).run(this::increment)).isEqualTo(3);
        assertThat(counter()).isEqualTo("1");
    }

    @Test
    void aKeyFoundMakesASuccessOfACommitThatArrived() throws SQLException {
        faults.arm(BEFORE_ANSWER);
        assertThat(transactions(TransactionOptions.defaults()).runOnce(KEY, this::increment))
                .contains(1);
        assertThat(counter()).isEqualTo("1");
    }

    @Test
    void aKeyThatIsMissingLetsTheWorkBeRepeated() throws SQLException {
        faults.arm(BEFORE_SENDING);
        assertThat(transactions(TransactionOptions.defaults()).runOnce(KEY, this::increment))
                .contains(2);
        assertThat(counter()).isEqualTo("1");
    }

    @Test
    void aKeyThatWasThereIsStillThereAfterALostCommit() throws SQLException {
        postgres.execute("insert into holdfast_idempotency_key (key) values ('order-17')");
        faults.arm(BEFORE_ANSWER);
        assertThat(transactions(TransactionOptions.defaults()).runOnce(KEY, this::increment))
                .isEmpty();
        assertThat(performed).hasValue(0);
    }

    /** Somebody else does the work between our lost COMMIT, which never arrived, and the question. */
    @Test
    void aKeyOfSomebodyElseIsNotTakenForOurs() throws SQLException {
        AtomicInteger opened = new AtomicInteger();
        DataSource source = Opened.by(() -> {
            if (opened.incrementAndGet() == 2) {
                postgres.execute("insert into holdfast_idempotency_key (key) values ('order-17')");
            }
            return postgres.connect();
        });
        faults.arm(BEFORE_SENDING);
        assertThat(Transactions.on(source).runOnce(KEY, this::increment)).isEmpty();
        assertThat(performed).hasValue(1);
        assertThat(counter()).isEqualTo("0");
    }

    /** COMMIT fires a deferred trigger, which waits for a lock that the test holds until the first question was asked. */
    @Test
    void aCommitStillInProgressIsAskedForAgain() throws SQLException {
        try (Connection holder = postgres.connect()) {
            waitInCommitFor(holder);
            FakeTime time = new FakeTime(wait -> release(holder));
            faults.arm(AFTER_SENDING);
            assertThat(transactions(byStatus().withTime(time)).run(this::increment))
                    .isEqualTo(1);
            assertThat(time.waits).isNotEmpty();
            assertThat(performed).hasValue(1);
            assertThat(counter()).isEqualTo("1");
        }
    }

    @Test
    void aKeyStillInProgressIsWaitedFor() throws SQLException {
        try (Connection holder = postgres.connect()) {
            waitInCommitFor(holder);
            FakeTime time = new FakeTime(wait -> release(holder));
            faults.arm(AFTER_SENDING);
            assertThat(transactions(TransactionOptions.defaults().withTime(time))
                            .runOnce(KEY, this::increment))
                    .contains(1);
            assertThat(time.waits).isNotEmpty();
            assertThat(counter()).isEqualTo("1");
        }
    }

    @Test
    void aCommitThatStaysInProgressIsUnknownAtTheDeadline() throws SQLException {
        try (Connection holder = postgres.connect()) {
            waitInCommitFor(holder);
            FakeTime time = new FakeTime();
            Deadline deadline = Deadline.in(Duration.ofSeconds(20), time::nanos);
            faults.arm(AFTER_SENDING);
            assertThatThrownBy(() -> transactions(byStatus().withTime(time))
                            .until(deadline)
                            .run(this::increment))
                    .isInstanceOf(UnknownOutcome.class);
            assertThat(time.waits)
                    .hasSizeGreaterThan(TransactionOptions.defaults().attempts());
            assertThat(deadline.passed()).isFalse();
            assertThat(performed).hasValue(1);
        }
    }

    /** A terminated backend's 57P01 is no answer to COMMIT, and the status tells that it was aborted. */
    @Test
    void aBackendTerminatedDuringCommitIsSettledByItsStatus() throws SQLException, InterruptedException {
        try (Connection holder = postgres.connect()) {
            waitInCommitFor(holder);
            Thread terminator = Thread.ofPlatform().start(() -> terminateWhoeverWaits(holder));
            assertThat(transactions(byStatus()).run(this::increment)).isEqualTo(2);
            terminator.join();
            assertThat(counter()).isEqualTo("1");
        }
    }

    private static void waitInCommitFor(Connection holder) throws SQLException {
        Postgres.execute(holder, "select pg_advisory_lock(17)");
        Postgres.execute(
                holder,
                "create or replace function wait_in_commit() returns trigger language plpgsql as"
                        + " $$ begin perform pg_advisory_xact_lock_shared(17); return null; end $$");
        Postgres.execute(
                holder,
                "create constraint trigger wait_in_commit after update on counter deferrable initially deferred"
                        + " for each row execute function wait_in_commit()");
    }

    private static void release(Connection holder) {
        try {
            Postgres.execute(holder, "select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void terminateWhoeverWaits(Connection holder) {
        Deadline patience = Deadline.in(Duration.ofSeconds(30));
        try {
            String killed;
            do {
                killed = Postgres.value(
                        holder,
                        "select pg_terminate_backend(pid, 10000) from pg_locks where locktype = 'advisory' and not granted"
                                + " and database = (select oid from pg_database where datname = current_database())");
            } while (killed.equals("none") && !patience.passed());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            release(holder);
        }
    }

    @Test
    void aReadOnlyTransactionHasNothingToLoseAndIsRepeated() throws SQLException {
        faults.arm(BEFORE_ANSWER);
        int read = transactions(TransactionOptions.defaults().withReadOnly(true))
                .run(connection -> {
                    Postgres.value(connection, "select n from counter");
                    return performed.incrementAndGet();
                });
        assertThat(read).isEqualTo(2);
    }

    @Test
    void aTransactionWithoutNumberMayStillHaveSentANotification() {
        faults.arm(BEFORE_ANSWER);
        assertThatThrownBy(() -> transactions(TransactionOptions.defaults()).run(connection -> {
                    Postgres.execute(connection, "notify orders");
                    return performed.incrementAndGet();
                }))
                .isInstanceOfSatisfying(
                        UnknownOutcome.class, e -> assertThat(e.transaction()).isEmpty());
        assertThat(performed).hasValue(1);
    }

    @Test
    void aNotificationIsNotSentTwiceIfTheStatusIsChecked() throws SQLException {
        faults.arm(BEFORE_ANSWER);
        int times = transactions(byStatus()).run(connection -> {
            Postgres.execute(connection, "notify orders");
            return performed.incrementAndGet();
        });
        assertThat(times).isEqualTo(1);
    }

    @Test
    void whenNobodyCanBeAskedTheOutcomeIsUnknownAndTheQuestionsAreKept() {
        FakeTime time = new FakeTime();
        faults.arm(BEFORE_ANSWER);
        Transactions transactions = transactions(byStatus().withTime(time).withAttempts(3));
        assertThatThrownBy(() -> transactions.run(connection -> {
                    faults.arm("close before startup every");
                    return increment(connection);
                }))
                .isInstanceOf(UnknownOutcome.class)
                .cause()
                .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(3));
        assertThat(time.waits).hasSize(2);
        assertThat(performed).hasValue(1);
    }

    @Test
    void anotherTimelineAnAbortedNumberAndAFutureOne() throws SQLException {
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            Confirmation check = Confirmation.byStatus();
            String mark = check.mark(connection).orElseThrow();
            connection.rollback();
            assertThat(check.outcome(connection, mark)).isEqualTo(Outcome.ABORTED);
            assertThat(check.outcome(connection, mark.replaceFirst("/[^/]*", "/0000000F")))
                    .isEqualTo(Outcome.UNKNOWN);
            assertThatThrownBy(() -> check.outcome(connection, "9" + mark)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aConfirmationOfOnesOwnIsAsked() throws SQLException {
        Confirmation own = (fresh, mark) ->
                Postgres.value(fresh, "select n from counter").equals("1") ? Outcome.COMMITTED : Outcome.UNKNOWN;
        faults.arm(BEFORE_ANSWER);
        assertThat(transactions(TransactionOptions.defaults().withConfirmation(own))
                        .run(this::increment))
                .isEqualTo(1);
    }
}
