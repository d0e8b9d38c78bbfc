package dev.holdfast.catalog.internal;

import dev.holdfast.core.TenantId;

/**
 * A lease as its borrower saw it. Times are {@link System#nanoTime}.
 *
 * @param backend the server's process
 * @param database where the lease led
 * @param returned before it was given back
 */
record TenantLease(
        TenantId tenant, int session, long backend, String database, long requested, long granted, long returned) {
    long held() {
        return returned - granted;
    }

    long waited() {
        return granted - requested;
    }

    /** Nanoseconds of it between two moments. */
    long heldBetween(long from, long until) {
        return Math.max(0, Math.min(returned, until) - Math.max(granted, from));
    }

    boolean overlaps(TenantLease other) {
        return granted < other.returned && other.granted < returned;
    }
}
