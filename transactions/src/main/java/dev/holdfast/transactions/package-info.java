/**
 * Transactions for any {@link javax.sql.DataSource}: what an error means, and a runner that acts on it.
 *
 * <ul>
 *   <li>{@link dev.holdfast.transactions.Classification} says what may be done about an error, at the moment when it came:
 *       {@link dev.holdfast.transactions.Recovery}, an HTTP status, the reason and its source.
 *   <li>{@link dev.holdfast.transactions.Transactions} runs {@link dev.holdfast.transactions.Work}, as
 *       {@link dev.holdfast.transactions.TransactionOptions} say: again when that is safe and may help, within its attempts
 *       and its deadline, with {@link dev.holdfast.transactions.Backoff}.
 *   <li>{@link dev.holdfast.transactions.Confirmation} and {@link dev.holdfast.transactions.IdempotencyKey} settle what
 *       became of a COMMIT that got no answer.
 * </ul>
 *
 * <p><b>States of a run.</b> One thread moves it; no lock is held.
 *
 * <pre>
 *  connecting ────▶ working ────▶ marked ────▶ committing ────▶ committed: the result
 *   ▲   │              │            │ 25P02        │  │             ▲
 *   │   │              │            ▼              │  └ no answer   │ found
 *   │   │              │      SilentRollback       │        ▼       │
 *   │   ▼              ▼            ▼              ▼     in doubt ──┴──▶ UnknownOutcome
 *   │  failed: nothing is committed, for certain ◀─ refused │
 *   │   │   ▲                                               │
 *   │   │   └──────────── found to be aborted ◀─────────────┘
 *   │   ├─▶ retry now or after, and attempts and time are left: connection closed, wait
 *   └───┘   otherwise: thrown, with the former failures suppressed
 * </pre>
 *
 * <ul>
 *   <li><i>Marked</i>: the last statement before COMMIT reads the transaction's number. A transaction that has failed can't
 *       answer it, so that ROLLBACK as the answer to COMMIT is noticed whatever the driver does.
 *   <li><i>No way leads from in doubt to connecting</i> but through "found to be aborted". What can't be found out is thrown.
 *       The one exception had nothing to lose: the server itself called it read-only, and it had no number.
 *   <li><i>In doubt</i> is every error at COMMIT that isn't surely the answer of a living session. The connection is aborted
 *       first, so that a COMMIT which hasn't left yet never does.
 *   <li>After <i>committed</i> nothing makes a failure of it: not the connection's close, not its reset.
 *   <li>A run inside the work of another is refused on the same thread. It would be committed even if the outer one failed,
 *       repeated with it, and take a second connection from a pool while holding one, which deadlocks when all do.
 * </ul>
 */
@NullMarked
package dev.holdfast.transactions;

import org.jspecify.annotations.NullMarked;
