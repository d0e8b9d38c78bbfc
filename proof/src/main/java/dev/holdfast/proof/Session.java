package dev.holdfast.proof;

import java.sql.Connection;
import java.sql.SQLException;

/** One concurrent client of a trial, on a thread of its own. Used by that thread only. */
public interface Session {
    /** From 0. */
    int number();

    /** The round being played, from 0; with a duration, rounds go on beyond the planned ones. */
    int round();

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Lends the session's connection for one piece of work. With a pool, it is borrowed and given back. */
    <T> T call(Work<T> work) throws SQLException;

    /**
     * Runs {@code work} in a transaction: committed if it returns {@link Outcome.Committed}, else rolled back. Errors
     * become outcomes; an error after COMMIT was sent, without an answer of the server, becomes
     * {@link Outcome.MaybeCommitted}.
     */
    default Outcome transaction(Work<Outcome> work) throws SQLException {
        return call(connection -> dev.holdfast.proof.internal.SqlTransaction.run(connection, work));
    }
}
