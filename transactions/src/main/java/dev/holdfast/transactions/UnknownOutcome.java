package dev.holdfast.transactions;

import java.io.Serial;
import java.sql.SQLException;
import java.util.Optional;

/**
 * COMMIT was sent, no answer came, and nobody could tell whether the transaction is committed. SQLSTATE 08007, "transaction
 * resolution unknown"; the cause is what came instead of the answer.
 */
public final class UnknownOutcome extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String transaction;

    UnknownOutcome(String transaction, Throwable cause) {
        super(
                "the outcome of the transaction is unknown\n  detail: COMMIT was sent"
                        + (transaction.isEmpty() ? "" : " for transaction " + transaction)
                        + " and no answer came; it may be committed or not.\n  hint: Don't repeat it before you have found"
                        + " out, by SELECT pg_xact_status('NUMBER') on the same primary or by what it leaves behind. Use"
                        + " Confirmation.byStatus() or an IdempotencyKey to have that done for you.",
                "08007",
                cause);
        this.transaction = transaction;
    }

    /** The number of the transaction, which may be followed by a slash and the timeline; empty if it isn't known. */
    public Optional<String> transaction() {
        return transaction.isEmpty() ? Optional.empty() : Optional.of(transaction);
    }
}
