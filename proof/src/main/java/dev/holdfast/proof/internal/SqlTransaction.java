package dev.holdfast.proof.internal;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session.Work;
import java.sql.Connection;
import java.sql.SQLException;

/** BEGIN, the work, and COMMIT or ROLLBACK; told apart is whether COMMIT had been sent when an error came. */
public final class SqlTransaction {
    private SqlTransaction() {}

    public static Outcome run(Connection connection, Work<Outcome> work) throws SQLException {
        connection.setAutoCommit(false);
        Outcome outcome = attempt(connection, work);
        if (outcome instanceof Outcome.Committed) {
            outcome = commit(connection, outcome);
        } else {
            rollBack(connection);
        }
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
        return outcome;
    }

    private static Outcome attempt(Connection connection, Work<Outcome> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            return Outcome.aborted(e);
        } catch (RuntimeException | Error e) {
            rollBack(connection); // or others would wait for its locks
            throw e;
        }
    }

    private static Outcome commit(Connection connection, Outcome outcome) {
        try {
            connection.commit();
            return outcome;
        } catch (SQLException e) {
            return Outcome.atCommit(e);
        }
    }

    /** A connection that can't roll back is lost, and with it the transaction. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            assert lost != null;
        }
    }
}
