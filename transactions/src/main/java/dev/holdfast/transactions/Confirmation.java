package dev.holdfast.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A way to find out whether a transaction was committed whose COMMIT got no answer. Thread-safe.
 *
 * <p>Implement {@link #outcome} to look for what the work leaves behind, for example its order number. It must not answer
 * {@link Outcome#ABORTED} because it sees nothing: the lost transaction may still be at work.
 */
@FunctionalInterface
public interface Confirmation {
    /** What became of a transaction. */
    enum Outcome {
        /** It is committed. */
        COMMITTED,
        /** It is not committed and never will be. */
        ABORTED,
        /** It isn't decided yet; asking again may help. */
        IN_PROGRESS,
        /** It can't be found out, also not later. */
        UNKNOWN
    }

    /**
     * What the transaction will be recognised by, read as its last statement before COMMIT. It has to be asked of the
     * server, as that shows whether the transaction has failed unnoticed.
     *
     * @return empty if the server knows of nothing that could be lost: a read-only transaction that wrote nothing. It is
     *     then repeated without a question.
     */
    default Optional<String> mark(Connection inTransaction) throws SQLException {
        return Marks.number(inTransaction);
    }

    /**
     * Asks.
     *
     * @param fresh a new connection, in auto-commit mode unless the DataSource says otherwise
     * @param mark what {@link #mark} had read
     * @throws SQLException if no answer came; the question is then repeated like one that was answered
     *     {@link Outcome#IN_PROGRESS}
     */
    Outcome outcome(Connection fresh, String mark) throws SQLException;

    /**
     * Asks the server itself, by {@code pg_xact_status}. Works without any table; its limits:
     *
     * <ul>
     *   <li>Every transaction that isn't read-only gets a transaction number, also if it writes nothing.
     *   <li>A number means something on one timeline only. After a failover the answer is {@link Outcome#UNKNOWN}, as the
     *       new primary may have lost the transaction and given its number to another.
     *   <li>The same happens when a server crashes, if one of its processes is killed too: a transaction whose number says
     *       committed may be another one. That is answered {@link Outcome#UNKNOWN} as well, and so is a commit before
     *       somebody reset {@code pg_stat_wal}. Where that isn't enough, use an {@link IdempotencyKey}.
     *   <li>It asks whatever server the DataSource leads to; that this is the same cluster is not checked.
     *   <li>The role has to be allowed to execute {@code pg_walfile_name}, as everybody is by default; a service that
     *       refuses it fails the first transaction. Use an {@link IdempotencyKey} there.
     * </ul>
     */
    static Confirmation byStatus() {
        return new StatusCheck();
    }
}
