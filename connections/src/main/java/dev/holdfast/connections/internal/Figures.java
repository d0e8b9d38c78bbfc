package dev.holdfast.connections.internal;

import dev.holdfast.connections.Statistics;
import dev.holdfast.connections.Statistics.Part;
import dev.holdfast.connections.internal.budget.Views;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A pool's statistics, read from its places. */
final class Figures {
    static final Part NOTHING = new Part(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private Figures() {}

    static Statistics of(Pool pool, Directory directory, Server server) {
        List<Place> places = directory.places().toList();
        return server.read(allocator -> {
            Part system = part(Views.of(pool.systemPlace()));
            Part total = system;
            Map<dev.holdfast.core.TenantId, Part> tenants = new LinkedHashMap<>();
            for (Place place : places) {
                Part part = part(Views.of(place));
                tenants.put(Objects.requireNonNull(place.tenant()), part);
                total = sum(total, part);
            }
            total = sum(total, directory.gone());
            return new Statistics(allocator.settings().budget(), allocator.used(), system, total, tenants);
        });
    }

    static Part part(Views.CellView cell) {
        return new Part(
                cell.open(),
                cell.open() - cell.idle(),
                cell.idle(),
                cell.opening(),
                cell.closing(),
                cell.max(),
                cell.waiting(),
                cell.leases(),
                cell.waits(),
                cell.waitNanos(),
                cell.refused(),
                cell.opens(),
                cell.openFailures(),
                cell.closes(),
                cell.stolen(),
                cell.leaks());
    }

    /** Of what is gone: its counters, without its gauges. */
    static Part counters(Views.CellView cell) {
        Part all = part(cell);
        return new Part(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                all.leases(),
                all.waits(),
                all.waitNanos(),
                all.refused(),
                all.opens(),
                all.openFailures(),
                all.closes(),
                all.stolen(),
                all.leaks());
    }

    static Part sum(Part a, Part b) {
        return new Part(
                a.open() + b.open(),
                a.inUse() + b.inUse(),
                a.idle() + b.idle(),
                a.opening() + b.opening(),
                a.closing() + b.closing(),
                a.max() + b.max(),
                a.waiting() + b.waiting(),
                a.leases() + b.leases(),
                a.waits() + b.waits(),
                a.waitNanos() + b.waitNanos(),
                a.refused() + b.refused(),
                a.opens() + b.opens(),
                a.openFailures() + b.openFailures(),
                a.closes() + b.closes(),
                a.stolen() + b.stolen(),
                a.leaks() + b.leaks());
    }
}
