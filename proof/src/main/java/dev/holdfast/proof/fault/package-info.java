/**
 * Faults between a client and PostgreSQL, named by what the two are saying: cut the connection between COMMIT and its
 * answer, corrupt the second row, lose a cancel.
 *
 * <ul>
 *   <li>{@link dev.holdfast.proof.fault.Fault}: which fault, at which boundary, how often, in which session; has a form that
 *       is written and read: {@code reset before command-complete(COMMIT)}.
 *   <li>{@link dev.holdfast.proof.fault.FaultProxy}: a proxy in which faults are armed while it runs.
 *   <li>{@link dev.holdfast.proof.fault.Armed}: whether, how often and where exactly a fault fired.
 *   <li>{@link dev.holdfast.proof.fault.Faults}: every boundary with the kinds that are supported there.
 * </ul>
 *
 * <p>An injected error is the proxy's word, not the server's. It replaces the rest of the answer, up to ReadyForQuery, and if
 * the server has a transaction open the client is told that it has failed. A message that was answered with an error never
 * reached the server, nor did the rest of its batch; but an answer that was replaced by one stands for something that the
 * server has done, and outside a transaction it has committed it. A client that rolls back, as it must, agrees with the
 * server again.
 *
 * <p>Encryption passes through; what is encrypted has no boundaries but its bytes.
 */
@NullMarked
package dev.holdfast.proof.fault;

import org.jspecify.annotations.NullMarked;
