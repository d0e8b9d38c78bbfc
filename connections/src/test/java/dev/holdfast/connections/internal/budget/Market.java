package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.TenantLimits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Tenants with steady borrowers around one budget, and how they fare. */
final class Market {
    static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);

    private final Random random;
    private final World world;
    private final Map<SimulatedCell, List<Borrower>> borrowers = new LinkedHashMap<>();
    private final Map<SimulatedCell, Long> before = new LinkedHashMap<>();
    private long opensBefore;
    private long began;

    /** A server on which everything takes exactly so long. */
    record Steady(long open, long close, long reset) implements Nature {
        @Override
        public Attempt attempt(Cell cell) {
            return Attempt.good(open);
        }

        @Override
        public long closing() {
            return close;
        }

        @Override
        public long trip() {
            return reset;
        }
    }

    /** Without tenants. */
    Market(long seed, Settings settings, Nature nature) {
        this.random = new Random(seed);
        Upkeep.Ages never = new Upkeep.Ages(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        this.world = new World(random, settings, never, nature, Flaw.NONE, null);
    }

    static Settings settings(int budget, int opensAtOnce, long quantum) {
        return new Settings(
                budget, 0, opensAtOnce, 250 * MILLI, quantum, 10 * MILLI, 4 * MILLI, 2 * MILLI, 1_000 * MILLI, 1_000);
    }

    /** A tenant whose borrowers hold a connection for {@code hold} and come again after {@code pause}. */
    SimulatedCell tenant(String name, int weight, int threads, long hold, long pause) {
        return tenant(name, weight, threads, hold, pause, 0, FOREVER);
    }

    /** The same, between two times from now. */
    SimulatedCell tenant(String name, int weight, int threads, long hold, long pause, long from, long to) {
        int budget = world.allocator.settings().budget();
        SimulatedCell cell = world.cell(Cell.Kind.TENANT, name, new TenantLimits(0, budget, weight));
        Steadily habits = new Steadily(world.time, hold, pause, world.time.now() + to);
        List<Borrower> here = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            here.add(new Borrower(world, cell, habits).begin(from + random.nextInt((int) MILLI)));
        }
        borrowers.put(cell, here);
        return cell;
    }

    private record Steadily(Timeline time, long hold, long rest, long end) implements Borrower.Habits {
        @Override
        public long patience() {
            return FOREVER;
        }

        @Override
        public long pause() {
            return time.now() < end ? rest : -1;
        }
    }

    /** Lets time pass. */
    Market run(long duration) {
        world.runUntil(world.time.now() + duration);
        return this;
    }

    /** Counts from here. */
    Market count() {
        began = world.time.now();
        opensBefore = world.watch.opens;
        borrowers.keySet().forEach(cell -> before.put(cell, sum(cell)));
        return this;
    }

    private long sum(SimulatedCell cell) {
        return borrowers.getOrDefault(cell, List.of()).stream()
                .mapToLong(one -> one.leases)
                .sum();
    }

    long leases(SimulatedCell cell) {
        return sum(cell) - before.getOrDefault(cell, 0L);
    }

    long leases() {
        return borrowers.keySet().stream().mapToLong(this::leases).sum();
    }

    double opensPerLease() {
        return (double) (world.watch.opens - opensBefore) / leases();
    }

    /** Leases per nanosecond. */
    double rate() {
        return (double) leases() / (world.time.now() - began);
    }

    /** Jain's index of the leases per tenant: 1 if all have the same, 1/n if one has all. */
    double jain() {
        double sum = 0;
        double squares = 0;
        for (SimulatedCell cell : borrowers.keySet()) {
            double leases = leases(cell);
            sum += leases;
            squares += leases * leases;
        }
        return sum * sum / (borrowers.size() * squares);
    }

    /** The longest that the first of any queue waited to be served. */
    long longestWaitAtTheHead() {
        return world.watch.longestAtTheHead;
    }
}
