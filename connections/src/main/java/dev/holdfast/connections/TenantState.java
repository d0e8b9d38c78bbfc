package dev.holdfast.connections;

/**
 * Where a tenant stands. {@code docs/invariants.md} draws how one becomes another:
 *
 * <pre>
 *   Ready --drain--&gt; Draining --last lease back--&gt; Closed --reopen--&gt; Ready
 *                       '-------deadline, kill-----&gt; Closed --drop--&gt; Dropping --&gt; Dropped
 *                                                                        '--failed--&gt; Closed
 * </pre>
 */
public sealed interface TenantState {
    /** Leases are given out. */
    record Ready() implements TenantState {}

    /** No new leases; those that are out come back when they do. */
    record Draining() implements TenantState {}

    /** No leases, no connections, no slots. */
    record Closed() implements TenantState {}

    /** Its database is being dropped. */
    record Dropping() implements TenantState {}

    /** Its database is gone, and it is not registered any more. */
    record Dropped() implements TenantState {}
}
