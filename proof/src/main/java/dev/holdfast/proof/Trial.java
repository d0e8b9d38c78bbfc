package dev.holdfast.proof;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A scenario set up on one database. The engine calls, in this order: {@link #connect} for every session; for every
 * round {@link #prepare}, {@link #gate}, then {@link #perform} concurrently in all sessions with {@link #observe} beside
 * them, then {@link #settle}; at last, when the sessions are closed, {@link #judge}.
 */
public interface Trial extends AutoCloseable {
    /**
     * Whether the work reaches the database by connections of its own, of a pool for example. Then {@link #connect} is never
     * called, {@link Session#call} is refused, lock waits are counted by statement, of all clients of the database, and a
     * server that is restarted meanwhile is no fault of the trial.
     */
    default boolean bringsConnections() {
        return false;
    }

    /** Opens the connection that a session keeps; usually {@link Stage#connect}. */
    Connection connect(int session) throws SQLException;

    /** Makes what a round needs. */
    default void prepare(int round) throws SQLException {}

    /** The lock at which the sessions of a round meet, if they should. */
    default Optional<Gate> gate(int round) {
        return Optional.empty();
    }

    /** Does one step. Called by many sessions at once. An SQLException thrown from here is an aborted step. */
    Outcome perform(Session session, Step step) throws SQLException;

    /**
     * Looks, again and again while sessions are at work, on the oracle's connection.
     *
     * @return whether there was anything to look at; after a {@code false} the round is not looked at again
     */
    default boolean observe(Connection oracle, int round) throws SQLException {
        return false;
    }

    /** Looks once after a round. */
    default void settle(int round) throws SQLException {}

    /** Holds what the sessions were told against what the oracle reads. */
    void judge(History history) throws SQLException;

    @Override
    default void close() throws SQLException {}
}
