package dev.holdfast.junit.connections;

import dev.holdfast.connections.BudgetReport.OldLease;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a test is told that kept leases. */
final class LeakedLeases {
    private static final List<String> OURS =
            List.of("dev.holdfast.connections.", WatchedConnections.class.getName(), "java.", "jdk.");

    private LeakedLeases() {}

    /**
     * As the test's failure.
     *
     * @throws AssertionError if there are any, with the stacks that took them
     */
    static void throwIfAny(List<OldLease> out) {
        if (out.isEmpty()) {
            return;
        }
        AssertionError leaked = new AssertionError(text(out));
        out.stream().flatMap(lease -> lease.takenAt().stream()).forEach(leaked::addSuppressed);
        throw leaked;
    }

    private static String text(List<OldLease> out) {
        StringBuilder text = new StringBuilder(
                out.size() == 1 ? "a lease didn't come back:\n" : out.size() + " leases didn't come back:\n");
        for (OldLease lease : out) {
            text.append("\n  ").append(lease.name()).append(", backend ").append(lease.backendPid());
            text.append("\n     taken: ").append(place(lease)).append('\n');
        }
        return text.append("     mend:  try (Lease lease = connections.lease(tenant)) { … }\n")
                .append("\nthey are cut off; a test of just that says connections.close(deadline)")
                .toString();
    }

    private static String place(OldLease lease) {
        return lease.takenAt().flatMap(LeakedLeases::caller).orElse("at a place that wasn't remembered");
    }

    /** The first line of the stack that isn't the pool's. */
    private static Optional<String> caller(Throwable taken) {
        return Arrays.stream(taken.getStackTrace())
                .filter(frame -> OURS.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> "at " + frame);
    }
}
