package dev.holdfast.connections.internal.budget;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.holdfast.connections.ConnectionsListener.CloseReason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at a {@link World} after every step of its allocator, with a count of its own of everything that exists.
 */
final class Watch {
    /** How much later than due something may happen: threads need a moment. */
    private static final long SLACK = 1_000_000;

    private final World world;
    private final Set<SimulatedBackend> alive = new LinkedHashSet<>();
    private final List<SimulatedCell> robbed = new ArrayList<>();
    private long hungrySince = Long.MAX_VALUE;
    long steps;
    long grants;
    long opens;
    long longestAtTheHead;

    Watch(World world) {
        this.world = world;
    }

    Set<SimulatedBackend> alive() {
        return alive;
    }

    // --- what the world tells

    void born(SimulatedBackend backend) {
        alive.add(backend);
        backend.inHands = false;
        backend.changedAt = world.time.now();
    }

    void died(SimulatedBackend backend) {
        alive.remove(backend);
        backend.of.alive--;
        backend.of.ending--;
    }

    void asked(Ask ask) {
        ((SimulatedCell) ask.cell()).waiting.addLast(ask);
    }

    void taken(SimulatedBackend backend, Borrower by) {
        require(Invariant.ONE_OWNER, backend.owner == null, "%s is lent, and in somebody's hands", backend);
        require(Invariant.ONE_OWNER, !backend.ending, "%s is lent, and ending", backend);
        backend.owner = by;
    }

    /** A lease ends, or doesn't. Passes {@code ended} through. */
    boolean left(SimulatedBackend backend, Borrower by, boolean ended) {
        if (ended) {
            require(
                    Invariant.ONE_OWNER,
                    by.equals(backend.owner),
                    "%s was given back by whom it doesn't belong to",
                    backend);
            backend.owner = null;
        }
        return ended;
    }

    void intoHands(SimulatedBackend backend) {
        require(Invariant.ONE_OWNER, !backend.inHands && !backend.ending, "%s came back twice", backend);
        backend.inHands = true;
        backend.of.inHands++;
    }

    void outOfHands(SimulatedBackend backend) {
        backend.inHands = false;
        backend.of.inHands--;
    }

    // --- around a step

    /** Whether what should have been done before {@code now} was. */
    void before(long now) {
        requireNothingKept(now);
    }

    void after(Event event, List<Action> actions, long now) {
        steps++;
        robbed.clear();
        if (event instanceof Event.Shut shut) {
            ((SimulatedCell) shut.cell()).emptyDue = true;
        }
        actions.forEach(action -> note(action, now));
        notePlaces(now);
        requireCounts();
        requireLists();
        requireQueues();
        requireMinimums();
        noteHunger(now);
        requireFreeSlotsUsed(now);
        requireNothingKept(now);
    }

    private void note(Action action, long now) {
        switch (action) {
            case Action.Answer answer -> noteAnswer(answer.ask(), now);
            case Action.Open open -> noteOpen((SimulatedCell) open.cell());
            case Action.Close close -> noteClose((SimulatedBackend) close.connection(), close.reason());
            case Action.Check check -> intoHands((SimulatedBackend) check.connection());
            case Action.Watch watch -> intoHands((SimulatedBackend) watch.connection());
            case Action.Leak leak -> {}
            case Action.Empty empty -> noteEmpty((SimulatedCell) empty.cell());
        }
    }

    private void noteAnswer(Ask ask, long now) {
        SimulatedCell cell = (SimulatedCell) ask.cell();
        if (ask.outcome() != Ask.Outcome.GRANTED) {
            require(Invariant.ONCE, cell.waiting.remove(ask), "%s was answered before", Story.of(ask));
            return;
        }
        grants++;
        require(Invariant.ORDER, ask.equals(cell.waiting.peekFirst()), "%s is served before its turn", Story.of(ask));
        require(Invariant.ONCE, cell.waiting.remove(ask), "%s was answered before", Story.of(ask));
        longestAtTheHead = Math.max(longestAtTheHead, now - Math.max(ask.askedAt, cell.headSince));
        cell.headSince = now;
        require(Invariant.DEADLINE, now < ask.deadline, "%s is served at %s", Story.of(ask), now - Timeline.BEGIN);
        noteGranted(ask, cell);
    }

    private void noteGranted(Ask ask, SimulatedCell cell) {
        SimulatedBackend backend = (SimulatedBackend) ask.granted();
        if (backend == null) {
            cell.bareOut++;
            requireUnderCap(cell);
        } else {
            taken(backend, (Borrower) java.util.Objects.requireNonNull(ask.waiter()));
        }
    }

    private void noteOpen(SimulatedCell cell) {
        opens++;
        cell.attempts++;
        requireUnderCap(cell);
    }

    private void requireUnderCap(SimulatedCell cell) {
        require(Invariant.CAP, cell.taken() <= cell.promised.max(), "%s", cell);
    }

    private void noteClose(SimulatedBackend backend, CloseReason reason) {
        require(Invariant.ONE_OWNER, backend.owner == null, "%s is closed in somebody's hands", backend);
        require(Invariant.LISTS, !backend.ending, "%s is closed twice", backend);
        backend.ending = true;
        backend.of.ending++;
        if (reason == CloseReason.STOLEN) {
            robbed.add(backend.of);
        }
    }

    private void noteEmpty(SimulatedCell cell) {
        require(Invariant.DRAINED, cell.emptyDue && cell.shut != null, "%s is told empty again", cell);
        require(Invariant.DRAINED, cell.taken() == 0, "%s is told empty", cell);
        cell.emptyDue = false;
    }

    // --- what there is

    private void notePlaces(long now) {
        for (SimulatedBackend one : alive) {
            long word = one.observed();
            if (word != one.lastWord) {
                one.lastWord = word;
                one.changedAt = now;
            }
        }
    }

    private void requireCounts() {
        Settings settings = world.allocator.settings();
        int all = 0;
        int others = 0;
        for (SimulatedCell cell : world.cells) {
            require(
                    Invariant.COUNT,
                    cell.slots == cell.taken()
                            && cell.opening == cell.attempts
                            && cell.stalled == cell.hanging
                            && cell.closing == cell.ending
                            && cell.held == cell.inHands,
                    "%s has %s attempts, %s backends, %s of them ending, %s lent slots, %s in the pool's hands",
                    cell,
                    cell.attempts,
                    cell.alive,
                    cell.ending,
                    cell.bareOut,
                    cell.inHands);
            all += cell.taken();
            others += cell.kind() == Cell.Kind.SYSTEM ? 0 : cell.taken();
        }
        require(Invariant.COUNT, all == world.allocator.used(), "%s are used, %s counted", all, world.allocator.used());
        require(Invariant.BUDGET, all <= settings.budget(), "%s of %s slots are used", all, settings.budget());
        require(Invariant.RESERVED, others <= settings.budget() - settings.reserved(), "others use %s slots", others);
    }

    private void requireLists() {
        List<Pooled> open = world.allocator.open();
        require(Invariant.LISTS, open.size() == alive.size(), "%s but %s", open, alive);
        for (int i = 0; i < open.size(); i++) {
            SimulatedBackend one = (SimulatedBackend) open.get(i);
            require(Invariant.LISTS, alive.contains(one) && one.place == i, "%s is at %s", one, i);
            require(Invariant.LISTS, has(one.of, one) != one.ending, "%s isn't where it belongs", one);
            require(Invariant.LISTS, !(one.ending || one.inHands) || one.isHeld(), "%s is in no hands", one);
            require(Invariant.ONE_OWNER, (one.owner != null) == one.isLeased(), "%s and its owner", one);
        }
        for (SimulatedCell cell : world.cells) {
            require(Invariant.LISTS, cell.connections().length == cell.alive - cell.ending, "%s", cell);
            boolean active = cell.taken() > 0 || !cell.waiting.isEmpty();
            require(Invariant.LISTS, world.allocator.active().contains(cell) == active, "%s is active", cell);
        }
    }

    private static boolean has(SimulatedCell cell, Pooled one) {
        for (Pooled each : cell.connections()) {
            if (each.equals(one)) {
                return true;
            }
        }
        return false;
    }

    private void requireQueues() {
        int all = 0;
        for (SimulatedCell cell : world.cells) {
            int size = cell.waiting.size();
            require(Invariant.QUEUES, cell.queue.size() == size, "%s has %s waiting", cell, size);
            boolean closed = size > 0 || cell.shut != null;
            require(Invariant.GATE, cell.isWaitedFor() == closed, "%s's gate", cell);
            all += size;
        }
        require(Invariant.QUEUES, world.allocator.waiting() == all, "%s waiting", all);
    }

    private void requireMinimums() {
        for (SimulatedCell cell : robbed) {
            int floor = cell.kind() == Cell.Kind.SYSTEM
                    ? Math.max(world.allocator.settings().reserved(), cell.promised.min())
                    : cell.promised.min();
            require(Invariant.MINIMUM, cell.taken() - cell.ending >= floor, "%s was robbed below %s", cell, floor);
        }
    }

    // --- whether somebody waits for nothing

    private void noteHunger(long now) {
        int wanted = 0;
        boolean starving = false;
        for (SimulatedCell cell : world.cells) {
            if (isEligible(cell, now)) {
                cell.eligibleSince = Math.min(cell.eligibleSince, now);
                wanted += room(cell);
                starving |= free(cell) <= 0;
            } else {
                cell.eligibleSince = Long.MAX_VALUE;
            }
        }
        boolean hungry = starving && !areOpensLimited() && ending() < wanted;
        hungrySince = hungry ? Math.min(hungrySince, now) : Long.MAX_VALUE;
    }

    /** It could use another slot now. */
    private static boolean isEligible(SimulatedCell cell, long now) {
        boolean single = cell.failure != null || cell.alive == cell.ending;
        return room(cell) > 0
                && cell.shut == null
                && now >= cell.failureUntil
                && (cell.isBare() || cell.attempts == 0 || !single);
    }

    private static int room(SimulatedCell cell) {
        int unserved = cell.waiting.size() - cell.attempts - cell.inHands;
        return Math.max(0, Math.min(unserved, cell.limits.max() - cell.taken()));
    }

    private int free(SimulatedCell cell) {
        int all = 0;
        int system = 0;
        for (SimulatedCell each : world.cells) {
            all += each.taken();
            system += each.kind() == Cell.Kind.SYSTEM ? each.taken() : 0;
        }
        Settings settings = world.allocator.settings();
        int kept = cell.kind() == Cell.Kind.SYSTEM ? 0 : Math.max(0, settings.reserved() - system);
        return settings.budget() - all - kept;
    }

    private boolean areOpensLimited() {
        int running = 0;
        for (SimulatedCell cell : world.cells) {
            running += cell.attempts - cell.hanging;
        }
        return running >= world.allocator.settings().opensAtOnce();
    }

    private int ending() {
        return world.cells.stream().mapToInt(cell -> cell.ending).sum();
    }

    private void requireFreeSlotsUsed(long now) {
        for (SimulatedCell cell : world.cells) {
            boolean due = cell.eligibleSince != Long.MAX_VALUE
                    && now - Math.max(cell.eligibleSince, cell.failureUntil) > SLACK;
            boolean waitsForNothing = due && free(cell) > 0 && !areOpensLimited();
            require(Invariant.FREE_SLOT, !waitsForNothing, "%s could have a free slot", cell);
        }
    }

    /** Of those who wait for a connection that is there, and of those for whom one could be taken away. */
    private void requireNothingKept(long now) {
        for (SimulatedBackend one : alive) {
            if (one.isIdle() && one.observed() == one.lastWord) {
                requireNotKept(one, now);
            }
        }
    }

    private void requireNotKept(SimulatedBackend one, long now) {
        long idle = now - one.changedAt;
        boolean besides = idle > SLACK && !one.of.queue.isEmpty();
        require(Invariant.IDLE_BESIDE_WAITER, !besides, "%s is idle, and its cell waits: %s", one, one.of);
        long keep = world.allocator.settings().keep() + SLACK;
        boolean kept =
                hungrySince != Long.MAX_VALUE && now - Math.max(one.changedAt, hungrySince) > keep && maySpare(one.of);
        require(Invariant.KEPT, !kept, "%s is kept from those who wait, of %s", one, world.cells);
    }

    private boolean maySpare(SimulatedCell cell) {
        int floor = cell.kind() == Cell.Kind.SYSTEM
                ? Math.max(world.allocator.settings().reserved(), cell.promised.min())
                : cell.promised.min();
        return cell.taken() - cell.ending > floor && cell.eligibleSince == Long.MAX_VALUE;
    }

    /** A minimum changed, or something else by which an idle connection may be taken that couldn't before. */
    void restart(SimulatedCell cell, long now) {
        alive.stream().filter(one -> one.of.equals(cell)).forEach(one -> one.changedAt = now);
    }

    // --- at the end

    void requireAllAnswered() {
        for (SimulatedCell cell : world.cells) {
            require(Invariant.ALL_ANSWERED, cell.waiting.isEmpty(), "all is still, and %s waits", cell);
        }
    }

    void requireDrained() {
        for (SimulatedCell cell : world.cells) {
            require(Invariant.DRAINED, cell.taken() == 0 && !cell.emptyDue, "%s isn't empty", cell);
        }
        require(Invariant.DRAINED, alive.isEmpty() && world.allocator.used() == 0, "%s are left", alive);
    }

    @FormatMethod
    private static void require(Invariant invariant, boolean holds, @FormatString String seen, Object... about) {
        if (!holds) {
            throw new Violation(invariant, String.format(seen, about));
        }
    }
}
