package dev.holdfast.connections;

/**
 * Where a tenant stands. {@code docs/invariants.md} has the same drawing, and what holds in each state:
 *
 * <pre>
 *              drain               all gone              drop                done
 *   Ready ──────────────▶ Draining ─────────▶ Closed ───────────▶ Dropping ─────────▶ Dropped
 *     ▲                      │                 │  ▲                  │
 *     └──── reopen ──────────┴─────────────────┘  └───── failed ─────┘
 * </pre>
 *
 * All is gone when the last lease has come back, or was cut off, and the last backend has ended.
 */
public sealed interface TenantState {
    /** Leases are given out. */
    record Ready() implements TenantState {}

    /** No new leases; those that are out come back when they do, or are cut off. */
    record Draining() implements TenantState {}

    /** No leases, no connections, no slots. */
    record Closed() implements TenantState {}

    /** Its database is being dropped. */
    record Dropping() implements TenantState {}

    /** Its database is gone, and it is not registered any more. A tenant of the same id begins anew. */
    record Dropped() implements TenantState {}
}
