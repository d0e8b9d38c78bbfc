/**
 * What became of transactions whose COMMIT got no answer, found out by two witnesses that know nothing of each other.
 *
 * <ul>
 *   <li>{@link dev.holdfast.proof.certainty.Doubt}: an attempt whose client doesn't know how it ended.
 *   <li>{@link dev.holdfast.proof.certainty.TransactionIds}: what its transaction's number was, told by the client or by the
 *       server's log, and never by the rows, which are the other witness.
 *   <li>{@link dev.holdfast.proof.certainty.Certainty}: waits for the attempt's sessions to end, then asks
 *       {@code pg_xact_status}, then counts the rows.
 *   <li>{@link dev.holdfast.proof.certainty.Settlement}: what they say, if they agree.
 * </ul>
 */
@NullMarked
package dev.holdfast.proof.certainty;

import org.jspecify.annotations.NullMarked;
