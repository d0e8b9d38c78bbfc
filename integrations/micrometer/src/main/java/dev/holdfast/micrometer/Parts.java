package dev.holdfast.micrometer;

import dev.holdfast.connections.Statistics.Part;

/** Arithmetic with parts of statistics. */
final class Parts {
    private Parts() {}

    /** What is in {@code whole} and not in {@code part}. */
    static Part difference(Part whole, Part part) {
        return new Part(
                whole.open() - part.open(),
                whole.inUse() - part.inUse(),
                whole.idle() - part.idle(),
                whole.opening() - part.opening(),
                whole.closing() - part.closing(),
                whole.max() - part.max(),
                whole.waiting() - part.waiting(),
                whole.leases() - part.leases(),
                whole.waits() - part.waits(),
                whole.waitNanos() - part.waitNanos(),
                whole.refused() - part.refused(),
                whole.opens() - part.opens(),
                whole.openFailures() - part.openFailures(),
                whole.closes() - part.closes(),
                whole.stolen() - part.stolen(),
                whole.leaks() - part.leaks());
    }
}
