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
 * <p>Encryption passes through; what is encrypted has no boundaries but its bytes.
 */
@NullMarked
package dev.holdfast.proof.fault;

import org.jspecify.annotations.NullMarked;
