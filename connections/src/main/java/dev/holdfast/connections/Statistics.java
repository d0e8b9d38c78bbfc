package dev.holdfast.connections;

import dev.holdfast.core.TenantId;
import java.util.Map;

/**
 * Figures of one moment. Gauges of different tenants may be of slightly different moments; counters never go back.
 *
 * @param budget slots in all
 * @param used slots in use, on whatever: connections opening, open and closing, and slots lent to others
 * @param system the system database's part
 * @param total the sum over the system database and all tenants, those that are gone included in counters
 * @param tenants each tenant that has, or had, a connection and is still registered
 */
public record Statistics(int budget, int used, Part system, Part total, Map<TenantId, Part> tenants) {
    /**
     * One database's part, or the sum.
     *
     * @param open connections, idle or in use
     * @param inUse leased, or being made ready for the next borrower
     * @param idle nobody uses them
     * @param opening being opened
     * @param closing being closed, the backend not yet known to be gone
     * @param max open at most
     * @param waiting requests in the queue
     * @param leases leases so far
     * @param waits leases, and requests without success, that had to wait
     * @param waitNanos time that they waited in all, nanoseconds
     * @param refused requests without success
     * @param opens connections opened so far
     * @param openFailures attempts to open that failed
     * @param closes connections closed so far
     * @param stolen of those: closed for another tenant's sake
     * @param leaks leases reported as not coming back
     */
    public record Part(
            int open,
            int inUse,
            int idle,
            int opening,
            int closing,
            int max,
            int waiting,
            long leases,
            long waits,
            long waitNanos,
            long refused,
            long opens,
            long openFailures,
            long closes,
            long stolen,
            long leaks) {}
}
