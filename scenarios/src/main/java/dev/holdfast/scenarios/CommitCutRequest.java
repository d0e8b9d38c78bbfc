package dev.holdfast.scenarios;

import java.sql.Connection;
import java.sql.SQLException;

/** One piece of work that has to be done once. Used by one thread; may be performed again, on another connection. */
public interface CommitCutRequest {
    /** Unique, from 1 to 60 characters: what an idempotency key could be made of. */
    String key();

    /** Writes, in a transaction that the caller has begun and commits. For the form {@link CommitCutForm#EXPLICIT} only. */
    void write(Connection inTransaction) throws SQLException;

    /** Writes and commits, in the scenario's form and without any repetition. */
    void commit(Connection connection) throws SQLException;
}
