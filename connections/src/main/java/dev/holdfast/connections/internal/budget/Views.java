package dev.holdfast.connections.internal.budget;

import java.util.List;

/** What an allocator looks like at one moment; to be read under its lock. */
public final class Views {
    private Views() {}

    /** One cell's gauges and counters. */
    public record CellView(
            Cell cell,
            int slots,
            int opening,
            int closing,
            int open,
            int leased,
            int idle,
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

    /**
     * A connection that is leased.
     *
     * @param since when the lease was first seen
     */
    public record LeaseView(Pooled connection, long since) {}

    /** Every cell that holds a slot or is wanted. */
    public static List<CellView> cells(Allocator allocator) {
        return allocator.active().stream().map(Views::of).toList();
    }

    public static CellView of(Cell cell) {
        Pooled[] all = cell.connections();
        int idle = 0;
        int leased = 0;
        for (Pooled one : all) {
            idle += one.isIdle() ? 1 : 0;
            leased += one.isLeased() ? 1 : 0;
        }
        Cell.Counts counts = cell.counts;
        return new CellView(
                cell,
                cell.slots,
                cell.opening,
                cell.closing,
                all.length,
                leased,
                idle,
                cell.limits.max(),
                cell.queue.size(),
                cell.leases(),
                counts.waits,
                counts.waitNanos,
                counts.refused,
                counts.opens,
                counts.openFailures,
                counts.closes,
                counts.stolen,
                counts.leaks);
    }

    /** Every lease that is out. */
    public static List<LeaseView> leased(Allocator allocator, long now) {
        return allocator.open().stream()
                .filter(LeaseWord::isLeased)
                .map(one -> new LeaseView(one, one.observed() == one.seenWord ? one.seenAt : now))
                .toList();
    }
}
