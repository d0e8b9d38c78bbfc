package dev.holdfast.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is done inside a transaction. It may be performed several times, each time in a new transaction on a new connection,
 * so it must change nothing outside of the database, and must not itself commit, roll back or close the connection.
 * Savepoints are its own business.
 *
 * @param <T> what it results in
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    /**
     * Performs the work.
     *
     * @param connection in a transaction; closed afterwards, so the result mustn't hold on to it
     */
    T perform(Connection connection) throws SQLException;
}
