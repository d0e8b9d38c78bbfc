package dev.holdfast.transactions;

import static dev.holdfast.transactions.Phase.COMMITTING;
import static dev.holdfast.transactions.Phase.CONNECTING;
import static dev.holdfast.transactions.Phase.WORKING;
import static dev.holdfast.transactions.Recovery.NEVER;
import static dev.holdfast.transactions.Recovery.RETRY_AFTER;
import static dev.holdfast.transactions.Recovery.RETRY_NOW;
import static dev.holdfast.transactions.Recovery.UNKNOWN_OUTCOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.core.SqlState;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What errors mean. */
class ClassificationTest {
    private static final Set<String> ONLY_ANSWERS =
            Set.of("40001", "40P01", "23505", "22012", "42601", "P0001", "57014", "55P03", "25P02");

    private static Recovery recovery(Throwable thrown, Phase phase) {
        return Classification.of(thrown, phase).recovery();
    }

    private static SQLException error(String state) {
        return new SQLException("failed", state);
    }

    @ParameterizedTest
    @CsvSource({
        "40001, RETRY_NOW, RETRY_NOW, RETRY_NOW, 409",
        "40P01, RETRY_NOW, RETRY_NOW, RETRY_NOW, 409",
        "40002, NEVER, NEVER, NEVER, 409",
        "40003, RETRY_NOW, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "55P03, RETRY_AFTER, RETRY_AFTER, RETRY_AFTER, 503",
        "57014, NEVER, NEVER, NEVER, 504",
        "57P01, RETRY_AFTER, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "57P02, RETRY_AFTER, RETRY_AFTER, UNKNOWN_OUTCOME, 503",
        "57P03, RETRY_AFTER, RETRY_AFTER, UNKNOWN_OUTCOME, 503",
        "57P04, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "57P05, RETRY_NOW, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "53100, RETRY_AFTER, RETRY_AFTER, UNKNOWN_OUTCOME, 503",
        "53200, RETRY_AFTER, RETRY_AFTER, UNKNOWN_OUTCOME, 503",
        "53300, RETRY_AFTER, RETRY_AFTER, UNKNOWN_OUTCOME, 503",
        "53400, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "08000, RETRY_AFTER, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "08001, RETRY_AFTER, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "08003, RETRY_NOW, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "08004, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "08006, RETRY_AFTER, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "08007, RETRY_AFTER, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "08P01, RETRY_AFTER, NEVER, UNKNOWN_OUTCOME, 500",
        "08S01, RETRY_AFTER, RETRY_NOW, UNKNOWN_OUTCOME, 503",
        "25001, NEVER, NEVER, NEVER, 500",
        "25006, RETRY_AFTER, RETRY_AFTER, RETRY_AFTER, 503",
        "25P01, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "25P02, NEVER, NEVER, NEVER, 500",
        "25P03, RETRY_AFTER, RETRY_AFTER, UNKNOWN_OUTCOME, 503",
        "25P04, NEVER, NEVER, UNKNOWN_OUTCOME, 504",
        "23505, NEVER, NEVER, NEVER, 409",
        "23503, NEVER, NEVER, NEVER, 409",
        "23502, NEVER, NEVER, NEVER, 400",
        "22012, NEVER, NEVER, NEVER, 400",
        "42601, NEVER, NEVER, NEVER, 500",
        "42P05, RETRY_NOW, RETRY_NOW, RETRY_NOW, 500",
        "26000, RETRY_NOW, RETRY_NOW, RETRY_NOW, 500",
        "28P01, NEVER, NEVER, UNKNOWN_OUTCOME, 503",
        "28000, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "3D000, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "0A000, NEVER, NEVER, NEVER, 500",
        "XX000, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "XX001, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "58030, NEVER, NEVER, UNKNOWN_OUTCOME, 500",
        "55006, RETRY_AFTER, RETRY_AFTER, RETRY_AFTER, 409",
        "55000, NEVER, NEVER, NEVER, 500",
        "72000, RETRY_NOW, RETRY_NOW, RETRY_NOW, 409",
        "P0001, NEVER, NEVER, NEVER, 500",
        "P0002, NEVER, NEVER, NEVER, 404",
        "99999, NEVER, NEVER, UNKNOWN_OUTCOME, 500"
    })
    void everySqlStateByPhase(
            String state, Recovery connecting, Recovery working, Recovery committing, int httpStatus) {
        assertThat(List.of(
                        recovery(error(state), CONNECTING),
                        recovery(error(state), WORKING),
                        recovery(error(state), COMMITTING)))
                .containsExactly(connecting, working, committing);
        Classification classification = Classification.of(error(state));
        assertThat(classification.httpStatus()).isEqualTo(httpStatus);
        assertThat(classification.state()).contains(new SqlState(state));
        assertThat(classification.reason()).endsWith(".");
        assertThat(classification.source()).isNotEmpty();
    }

    /** Core's own notion of a lost session must not call certain what this table calls unknown, nor the other way round. */
    @Test
    void atCommitALostSessionIsNeverAnAnswer() {
        for (String state : List.of("08000", "08003", "08006", "08007", "57P01", "57P02", "57P03")) {
            assertThat(new SqlState(state).losesSession()).isTrue();
            assertThat(recovery(error(state), COMMITTING)).isEqualTo(UNKNOWN_OUTCOME);
        }
        for (String state : ONLY_ANSWERS) {
            assertThat(new SqlState(state).losesSession()).isFalse();
            assertThat(recovery(error(state), COMMITTING)).isNotEqualTo(UNKNOWN_OUTCOME);
        }
    }

    @Test
    void anUnknownOutcomeIs504WhichDoesNotInviteToTryAgain() {
        assertThat(Classification.of(error("08006"), COMMITTING).httpStatus()).isEqualTo(504);
        UnknownOutcome unknown = new UnknownOutcome("", error("08006"));
        assertThat(unknown.transaction()).isEmpty();
        assertThat(recovery(unknown, WORKING)).isEqualTo(UNKNOWN_OUTCOME);
    }

    @Test
    void twoStatesAreToldApartByTheirMessage() {
        assertThat(recovery(new SQLException("ERROR: cached plan must not change result type", "0A000"), WORKING))
                .isEqualTo(RETRY_NOW);
        assertThat(recovery(new SQLException("ERROR: tuple concurrently updated", "XX000"), WORKING))
                .isEqualTo(RETRY_NOW);
        assertThat(recovery(new SQLException(null, "XX000"), WORKING)).isEqualTo(NEVER);
    }

    @Test
    void errorsWithoutSqlStateAreToldApartByType() {
        assertThat(recovery(new SQLTransientConnectionException("pool"), CONNECTING))
                .isEqualTo(RETRY_AFTER);
        assertThat(recovery(new SQLTimeoutException("slow"), WORKING)).isEqualTo(NEVER);
        assertThat(recovery(new SQLTimeoutException("slow"), CONNECTING)).isEqualTo(RETRY_AFTER);
        assertThat(recovery(new SQLRecoverableException("gone"), WORKING)).isEqualTo(RETRY_NOW);
        assertThat(recovery(new SQLTransactionRollbackException("lost"), WORKING))
                .isEqualTo(RETRY_NOW);
        assertThat(recovery(new SQLTransactionRollbackException("lost"), COMMITTING))
                .isEqualTo(UNKNOWN_OUTCOME);
        assertThat(recovery(new SQLNonTransientConnectionException("no"), CONNECTING))
                .isEqualTo(NEVER);
        assertThat(recovery(new SQLFeatureNotSupportedException("no"), WORKING)).isEqualTo(NEVER);
        assertThat(recovery(new SQLException("Sorry, acquisition timeout!"), CONNECTING))
                .isEqualTo(RETRY_AFTER);
        assertThat(recovery(new SQLException("odd", "x"), WORKING)).isEqualTo(NEVER);
        assertThat(recovery(new IllegalStateException(new SocketTimeoutException()), WORKING))
                .isEqualTo(RETRY_NOW);
        assertThat(recovery(new IllegalStateException("out of stock"), WORKING)).isEqualTo(NEVER);
        assertThat(recovery(new IllegalStateException("bug"), COMMITTING)).isEqualTo(UNKNOWN_OUTCOME);
    }

    @Test
    void theWholeChainIsLookedAt() {
        BatchUpdateException batch = new BatchUpdateException("batch", new int[0]);
        batch.setNextException(error("40001"));
        assertThat(recovery(batch, WORKING)).isEqualTo(RETRY_NOW);
        assertThat(recovery(new IllegalStateException(new IOException(error("40P01"))), WORKING))
                .isEqualTo(RETRY_NOW);
        SQLException suppressing = new SQLException("closing");
        suppressing.addSuppressed(error("08006"));
        assertThat(recovery(suppressing, WORKING)).isEqualTo(RETRY_NOW);
    }

    @Test
    void whatTheApplicationDecidedIsNotUndoneByWhatItSuppressed() {
        IllegalStateException outOfStock = new IllegalStateException("out of stock");
        outOfStock.addSuppressed(error("08006"));
        assertThat(recovery(outOfStock, WORKING)).isEqualTo(NEVER);
    }

    @Test
    void aConsequenceGivesWayToWhatFailedFirst() {
        SQLException consequence = new SQLException("aborted", "25P02", error("40001"));
        assertThat(Classification.of(consequence).state()).isEqualTo(Optional.of(SqlState.SERIALIZATION_FAILURE));
        assertThat(recovery(new SilentRollback(consequence), WORKING)).isEqualTo(RETRY_NOW);
        assertThat(recovery(new SilentRollback(error("25P02")), WORKING)).isEqualTo(NEVER);
    }

    @Test
    void causesThatGoInCirclesEnd() {
        SQLException one = new SQLException("one");
        SQLException two = new SQLException("two", one);
        one.initCause(two);
        one.setNextException(two);
        assertThat(recovery(one, WORKING)).isEqualTo(NEVER);
    }

    @Test
    void noRowHidesAnother() {
        List<Rule> rules = Rules.tables().stream().flatMap(List::stream).toList();
        assertThat(rules).hasSizeGreaterThan(60).doesNotHaveDuplicates();
        assertThat(rules.stream().map(rule -> rule.code() + rule.text())).doesNotHaveDuplicates();
    }
}
