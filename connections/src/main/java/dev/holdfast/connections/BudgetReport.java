package dev.holdfast.connections;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who holds the budget, at one moment.
 *
 * @param size slots of the budget
 * @param used slots in use: opening, open, closing and lent to others
 * @param waiting requests in all queues
 * @param holders those with most slots first, ten at most
 * @param oldest the leases that have been out longest, ten at most
 */
public record BudgetReport(int size, int used, int waiting, List<Holder> holders, List<OldLease> oldest) {
    /**
     * Somebody who holds slots, or waits for one.
     *
     * @param name the tenant's id, {@code system}, or the purpose of slots lent by {@link Connections#budget}
     * @param slots all that it holds
     * @param leased connections lent at this moment
     * @param idle connections that nobody uses
     * @param waiting requests in its queue
     */
    public record Holder(String name, int slots, int leased, int idle, int waiting) {}

    /**
     * A lease that is out.
     *
     * @param name as in {@link Holder}
     * @param atLeast for how long it has been out; the true time may be a second more
     * @param backendPid the server's process
     * @param takenAt where it was taken, if the lease remembers; see {@link LeakStacks}
     */
    public record OldLease(String name, Duration atLeast, int backendPid, Optional<Throwable> takenAt) {}

    /** One paragraph for an error's detail. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(used)
                .append(" of ")
                .append(size)
                .append(" slots used, ")
                .append(waiting)
                .append(" requests waiting");
        for (Holder holder : holders) {
            text.append("; ").append(holder.name()).append(" holds ").append(holder.slots());
            text.append(" (")
                    .append(holder.leased())
                    .append(" leased, ")
                    .append(holder.idle())
                    .append(" idle, ");
            text.append(holder.waiting()).append(" waiting)");
        }
        for (OldLease lease : oldest.subList(0, Math.min(1, oldest.size()))) {
            text.append("; oldest lease: ")
                    .append(lease.name())
                    .append(", ")
                    .append(lease.atLeast().toMillis());
            text.append(" ms, backend ").append(lease.backendPid());
        }
        return text.toString();
    }
}
