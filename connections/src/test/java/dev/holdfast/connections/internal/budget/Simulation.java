package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.TenantLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of life of an allocator, decided by a seed: borrowers come and go, a server opens, fails, hangs and closes,
 * tenants are limited, shut and reopened. Then everybody stops, and nothing may be left.
 */
final class Simulation {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long FOREVER = TimeUnit.DAYS.toNanos(1);
    private static final long LIFE = 150 * MILLI;

    private final Random random;
    private final World world;
    private final boolean strict;
    private final boolean troubled;
    private final boolean tended;
    private final long busy;
    private boolean over;

    private Simulation(long seed, Flaw flaw, @Nullable Consumer<String> trace) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.strict = random.nextInt(3) == 0;
        this.troubled = random.nextInt(3) > 0;
        this.tended = random.nextBoolean();
        this.busy = 1L + random.nextInt(8);
        this.world = new World(random, settings(), ages(), new Weather(), flaw, trace);
    }

    /** What came of it. */
    record Outcome(long steps, long grants, long opens) {}

    /** Lives through it. Throws {@link Violation}. */
    static Outcome run(long seed, Flaw flaw) {
        return new Simulation(seed, flaw, null).live();
    }

    /** The last lines of the story of a seed, which ends at the violation if there is one. */
    static String story(long seed, Flaw flaw, int lines) {
        List<String> story = new ArrayList<>();
        try {
            new Simulation(seed, flaw, story::add).live();
        } catch (Violation e) {
            story.add(e.getMessage());
        }
        return String.join("\n", story.subList(Math.max(0, story.size() - lines), story.size()));
    }

    // --- what kind of life

    private Settings settings() {
        int budget = 1 + random.nextInt(8);
        return new Settings(
                budget,
                random.nextInt(Math.min(3, budget)),
                1 + random.nextInt(4),
                15 * MILLI,
                (1 + random.nextInt(40)) * MILLI,
                random.nextInt(12) * MILLI,
                4 * MILLI,
                2 * MILLI,
                10 * MILLI,
                random.nextInt(10) == 0 ? 2 : 1_000);
    }

    private Upkeep.Ages ages() {
        return tended
                ? new Upkeep.Ages(among(20, 60), among(5, 30), among(20, 100))
                : new Upkeep.Ages(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private long among(int least, int most) {
        return (least + random.nextInt(most - least)) * MILLI;
    }

    private TenantLimits limits() {
        int max = 1 + random.nextInt(world.allocator.settings().budget());
        int min = random.nextInt(4) == 0 ? random.nextInt(Math.min(max, 2) + 1) : 0;
        return new TenantLimits(min, max, 1 + random.nextInt(3));
    }

    // --- living

    private Outcome live() {
        populate();
        stir();
        world.runUntil(Timeline.BEGIN + LIFE);
        over = true;
        world.runUntil(Long.MAX_VALUE);
        world.watch.requireAllAnswered();
        world.cells.forEach(cell -> world.tell(new Event.Shut(cell, new IllegalStateException("the end"))));
        world.runUntil(Long.MAX_VALUE);
        world.watch.requireDrained();
        return new Outcome(world.watch.steps, world.watch.grants, world.watch.opens);
    }

    private void populate() {
        int tenants = 1 + random.nextInt(6);
        populate(Cell.Kind.SYSTEM, "system");
        for (int i = 0; i < tenants; i++) {
            populate(Cell.Kind.TENANT, "t" + i);
        }
        if (random.nextBoolean()) {
            populate(Cell.Kind.BARE, "lent");
        }
    }

    private void populate(Cell.Kind kind, String name) {
        TenantLimits limits = limits();
        SimulatedCell cell = world.cell(kind, name, kind == Cell.Kind.BARE ? TenantLimits.upTo(limits.max()) : limits);
        int borrowers = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 3);
        for (int i = 0; i < borrowers; i++) {
            new Borrower(world, cell, new Whims()).begin(random.nextInt(20) * MILLI);
        }
    }

    /** Every so often something happens to the whole. */
    private void stir() {
        long pause = 1L + random.nextInt((int) (8 * MILLI));
        world.time.later(pause, () -> {
            if (!over) {
                happen();
                stir();
            }
        });
    }

    private void happen() {
        int what = random.nextInt(troubled ? 20 : 8);
        switch (what) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> tend();
            case 8, 9 -> limit(anyCell());
            case 10 -> shut(anyCell());
            case 11 -> doom();
            case 12 -> world.tell(new Event.Suspected());
            case 13 -> world.tell(new Event.Forgiven(List.copyOf(world.cells)));
            case 14 -> world.watch.alive().stream().findAny().ifPresent(one -> world.tell(new Event.Suspicious(one)));
            case 15 ->
                world.watch.alive().stream()
                        .filter(one -> one.owner != null)
                        .findAny()
                        .ifPresent(one -> Borrower.cutOff(world, one));
            default -> {}
        }
    }

    private void tend() {
        if (tended) {
            world.tell(new Event.Upkeep(true));
        }
    }

    private SimulatedCell anyCell() {
        return world.cells.get(random.nextInt(world.cells.size()));
    }

    private void limit(SimulatedCell cell) {
        if (cell.kind() != Cell.Kind.BARE) {
            world.limit(cell, limits());
        }
    }

    private void shut(SimulatedCell cell) {
        if (cell.shut == null) {
            world.tell(new Event.Shut(cell, new IllegalStateException("shut")));
            world.time.later(among(0, 30), () -> reopen(cell));
        }
    }

    private void reopen(SimulatedCell cell) {
        if (!over || cell.shut != null) {
            cell.emptyDue = false;
            world.tell(new Event.Reopened(cell));
        }
    }

    private void doom() {
        int rest = random.nextInt(3);
        world.tell(new Event.Doomed(one -> ((SimulatedBackend) one).number % 3 == rest, CloseReason.ROTATED));
    }

    // --- borrowers and server

    /** What a borrower does is chance. */
    private final class Whims implements Borrower.Habits {
        private final long usual = 1L + random.nextInt((int) (4 * MILLI));

        @Override
        public long patience() {
            return random.nextInt(3) == 0 ? FOREVER : random.nextInt((int) (30 * MILLI));
        }

        @Override
        public long boredom() {
            return random.nextInt(12) == 0 ? random.nextInt((int) (5 * MILLI)) : Long.MAX_VALUE;
        }

        @Override
        public long hold() {
            return random.nextInt(40) == 0 ? among(10, 60) : random.nextLong(usual);
        }

        @Override
        public Borrower.Return comesBack() {
            int how = random.nextInt(40);
            if (how == 0 && troubled) {
                return Borrower.Return.BROKEN;
            }
            return strict || how < 4 ? Borrower.Return.CHANGED : Borrower.Return.CLEAN;
        }

        @Override
        public boolean closesTwice() {
            return random.nextInt(20) == 0;
        }

        @Override
        public long pause() {
            return over ? -1 : random.nextLong(1 + busy * MILLI / 2);
        }
    }

    /** So is what the server does. */
    private final class Weather implements Nature {
        @Override
        public Attempt attempt(Cell cell) {
            long takes = random.nextInt(15) == 0 ? among(10, 50) : 1L + random.nextInt((int) (3 * MILLI));
            boolean fails = troubled && !over && random.nextInt(8) == 0;
            return fails
                    ? new Attempt(takes, new IllegalStateException("refused"), random.nextInt(3) == 0)
                    : Attempt.good(takes);
        }

        @Override
        public long closing() {
            return random.nextInt(20) == 0 ? among(5, 30) : random.nextInt((int) (2 * MILLI));
        }

        @Override
        public long trip() {
            return random.nextInt((int) MILLI);
        }

        @Override
        public boolean answers() {
            return !troubled || random.nextInt(20) > 0;
        }

        @Override
        public long lifetime() {
            return tended ? among(20, 200) : Long.MAX_VALUE / 4;
        }

        @Override
        public boolean watchable() {
            return random.nextInt(3) > 0;
        }
    }
}
