package dev.holdfast.scenarios;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The subject of the scenarios about cut commits: a service's way to do a request once, and what it tells its caller when it
 * doesn't know whether it did. Called by many sessions at once.
 */
public interface CommitCutClient {
    /**
     * Performs the request; returns if it is committed.
     *
     * @param dataSource gives new connections of the plain driver; the first of them is going to be cut
     * @throws SQLException if it isn't committed, or if nobody knows; the latter is told by an SQLSTATE that loses the session
     *     (08xxx, such as the driver's 08006 or 08007, "transaction resolution unknown"). Unchecked exceptions are
     *     understood if an SQLException is among their causes
     */
    void perform(DataSource dataSource, CommitCutRequest request) throws SQLException;

    /** Makes what it needs beside the scenario's own table. */
    default void createTables(Connection admin) throws SQLException {}

    /** Whether it finds out by itself what became of a cut commit, so that its caller needn't be told of an uncertainty. */
    default boolean settles() {
        return false;
    }

    /** The driver, without repetition: the uncertainty reaches the caller as what the driver throws. */
    static CommitCutClient plain() {
        return (dataSource, request) -> {
            try (Connection connection = dataSource.getConnection()) {
                request.commit(connection);
            }
        };
    }
}
