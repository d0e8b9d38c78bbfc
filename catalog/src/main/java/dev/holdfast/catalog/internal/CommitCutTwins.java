package dev.holdfast.catalog.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.scenarios.CommitCutClient;
import dev.holdfast.scenarios.CommitCutForm;
import dev.holdfast.scenarios.CommitCutRequest;
import dev.holdfast.scenarios.internal.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Clients of cut commits with one fault each. */
public final class CommitCutTwins {
    private static final CommitCutClient PLAIN = CommitCutClient.plain();

    private CommitCutTwins() {}

    /** What a twin does when the answer is lost. */
    @FunctionalInterface
    private interface Lost {
        void answer(DataSource dataSource, CommitCutRequest request, SQLException thrown) throws SQLException;
    }

    private static CommitCutClient when(Lost lost) {
        return (dataSource, request) -> perform(lost, dataSource, request);
    }

    private static void perform(Lost lost, DataSource dataSource, CommitCutRequest request) throws SQLException {
        try {
            PLAIN.perform(dataSource, request);
        } catch (SQLException e) {
            lost.answer(dataSource, request, e);
        }
    }

    /** Takes a lost answer for an abort, and does it all again. */
    public static CommitCutClient repeatingBlindly() {
        return when((dataSource, request, thrown) -> PLAIN.perform(dataSource, request));
    }

    /** The same by a client that claims to know what it does. */
    public static CommitCutClient surelyRepeatingBlindly() {
        return new CommitCutClients.Settling() {
            @Override
            public void perform(DataSource dataSource, CommitCutRequest request) throws SQLException {
                repeatingBlindly().perform(dataSource, request);
            }
        };
    }

    /** Takes a lost answer for a good one. */
    public static CommitCutClient hoping() {
        return when((dataSource, request, thrown) -> assertLost(thrown));
    }

    private static void assertLost(SQLException thrown) {
        assert SqlState.of(thrown).filter(SqlState::losesSession).isPresent();
    }

    /** Says that the request failed, as if anybody knew. */
    public static CommitCutClient failing() {
        return when((dataSource, request, thrown) -> {
            throw new SQLException("the request failed", "HY000", thrown);
        });
    }

    /** Commits in the middle of its work. */
    public static CommitCutClient committingEarly() {
        return (dataSource, request) -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                request.write(connection);
                Sql.run(connection, "end; begin");
                connection.commit();
            }
        };
    }

    /** Writes the rows that were lost by itself, outside of the transaction that they are said to be of. */
    public static CommitCutClient writingBeside(CommitCutForm form) {
        return when((dataSource, request, thrown) -> {
            try (Connection connection = dataSource.getConnection()) {
                for (int part = 0; part < form.rows(); part++) {
                    Sql.update(
                            connection,
                            "insert into requests (request, attempt, part, held_by) values (?, ?, ?, 0)",
                            request.key(),
                            request.key() + "/1",
                            part);
                }
            }
            throw thrown;
        });
    }

    /** Commits its idempotency key before the work. */
    public static CommitCutClient keyBeforeWork() {
        return new CommitCutClients.Settling() {
            @Override
            public void createTables(Connection admin) throws SQLException {
                Sql.run(admin, "create table done (key text primary key)");
            }

            @Override
            public void perform(DataSource dataSource, CommitCutRequest request) throws SQLException {
                if (!once(dataSource, request)) {
                    once(dataSource, request);
                }
            }
        };
    }

    /** Whether it is done, as far as this twin knows. */
    private static boolean once(DataSource dataSource, CommitCutRequest request) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            String claim = "insert into done (key) values (?) on conflict do nothing";
            if (Sql.update(connection, claim, request.key()) == 1) {
                request.commit(connection);
            }
            return true;
        } catch (SQLException lost) {
            assertLost(lost);
            return false;
        }
    }
}
