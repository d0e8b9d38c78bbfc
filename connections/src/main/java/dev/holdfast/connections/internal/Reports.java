package dev.holdfast.connections.internal;

import dev.holdfast.connections.BudgetReport;
import dev.holdfast.connections.internal.budget.Views;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who holds a server's budget, for errors and people. */
final class Reports {
    private static final int MOST = 10;

    private Reports() {}

    static BudgetReport budget(Server server) {
        long now = Server.now();
        return server.read(allocator -> new BudgetReport(
                allocator.settings().budget(),
                allocator.used(),
                allocator.waiting(),
                holders(Views.cells(allocator)),
                oldest(Views.leased(allocator, now), now)));
    }

    private static List<BudgetReport.Holder> holders(List<Views.CellView> cells) {
        return cells.stream()
                .sorted(Comparator.comparingInt((Views.CellView cell) -> -cell.slots()))
                .limit(MOST)
                .map(cell -> new BudgetReport.Holder(
                        cell.cell().name(), cell.slots(), cell.leased(), cell.idle(), cell.waiting()))
                .toList();
    }

    private static List<BudgetReport.OldLease> oldest(List<Views.LeaseView> leases, long now) {
        return leases.stream()
                .sorted(Comparator.comparingLong(Views.LeaseView::since))
                .limit(MOST)
                .map(lease -> oldLease((Backend) lease.connection(), now - lease.since()))
                .toList();
    }

    private static BudgetReport.OldLease oldLease(Backend backend, long age) {
        return new BudgetReport.OldLease(
                backend.place().name(),
                Duration.ofNanos(Math.max(0, age)),
                backend.physical().backendPid(),
                Optional.ofNullable(backend.takenAt()));
    }
}
