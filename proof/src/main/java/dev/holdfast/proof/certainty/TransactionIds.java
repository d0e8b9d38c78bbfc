package dev.holdfast.proof.certainty;

import java.util.Optional;

/** Where the numbers of transactions ({@code xid8}, as text) are known from. Thread-safe. */
public interface TransactionIds {
    /** The number of an attempt's transaction, if it is known. Asked when the attempt's sessions have ended. */
    Optional<String> of(String attempt);

    /** Whether an attempt that isn't known here has never had a number, so that it can't have written anything. */
    boolean complete();
}
