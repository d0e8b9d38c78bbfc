package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.TenantLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The budget, its queues, and who is next. One event at a time, under one lock that the caller holds; the same events at the same times
 * lead to the same actions.
 *
 * <p>What always holds: the slots of all cells together are at most the budget; those of all cells but the system database's leave what is
 * reserved; a cell never has more than its maximum; a request is answered once; the first of a cell's queue is served first.
 *
 * <p>How a slot changes hands. A cell whose requests nothing under way will serve stands in the {@link Ring}. A free slot goes to whose
 * turn it is. If there is none, an idle connection is taken: at once from a cell that is ahead of those in the ring, from another
 * if nobody used it for {@link Settings#keep}, never below a minimum. And a connection that comes back to a cell that is ahead of
 * those in the ring is closed for them. A closed connection's slot is free when its backend is gone.
 */
public final class Allocator {
    private final Ring ring;
    private final Upkeep upkeep;
    private final Set<Cell> active = new LinkedHashSet<>();
    private final Set<Cell> guaranteed = new LinkedHashSet<>();
    private final List<Pooled> open = new ArrayList<>();
    private final Settings settings;
    private List<Action> actions = new ArrayList<>();
    private int used;
    private int systemSlots;
    private int opening;

    /** Connections that are about to be gone; those that linger don't count. */
    private int closing;

    private int waiting;
    private int hand;
    private long searchAt;
    private long nextTick = Long.MAX_VALUE;
    private volatile boolean contended;
    private boolean quiet;

    /** With nothing open yet. */
    public Allocator(Settings settings, Upkeep.Ages ages) {
        this.settings = settings;
        this.ring = new Ring(settings.quantum());
        this.upkeep = new Upkeep(this, ages);
    }

    /** Whether a connection that comes back must come through {@link #step}, for somebody's sake. Needs no lock. */
    public boolean isContended() {
        return contended;
    }

    /** When {@link Event.Ticked} is due; {@link Long#MAX_VALUE} for never. */
    public long nextTick() {
        return nextTick;
    }

    /** Whether the last upkeep found nothing that changed, and nothing left to watch. */
    public boolean isQuiet() {
        return quiet;
    }

    public int used() {
        return used;
    }

    public int waiting() {
        return waiting;
    }

    public Settings settings() {
        return settings;
    }

    /** Cells that hold a slot or are wanted. */
    public Set<Cell> active() {
        return active;
    }

    /** All connections, whatever they are doing. */
    public List<Pooled> open() {
        return open;
    }

    /** Takes note of what happened at {@code now}; returns what is to be done. */
    public List<Action> step(Event event, long now) {
        actions = new ArrayList<>(2);
        take(event, now);
        searchAt = contended ? searchAt : 0; // what was left idle while nobody waited, nobody told us of
        contended = !ring.isEmpty(); // before the search for idle connections: who leaves one idle later, sees it
        pump(now);
        contended = !ring.isEmpty();
        return actions;
    }

    private void take(Event event, long now) {
        switch (event) {
            case Event.Asked asked -> asked(asked.ask(), now);
            case Event.GaveUp gaveUp -> gaveUp(gaveUp, now);
            case Event.Idled idled -> idled(idled.connection(), now);
            case Event.Returning returning -> returning.connection().cell.held++;
            case Event.Returned returned -> returned(returned.connection(), now);
            case Event.Ready ready -> ready(ready.connection(), now);
            case Event.Unfit unfit -> unfit(unfit.connection(), unfit.reason(), now);
            case Event.Opened opened -> opened(opened.connection(), opened.stalled(), now);
            case Event.Stalled stalled -> stalled(stalled.cell());
            case Event.Failed failed -> failed(failed, now);
            case Event.Gone gone -> gone(gone.connection(), now);
            case Event.Lingers lingers -> lingers(lingers.connection());
            case Event.SlotBack back -> freeSlot(back.cell(), now);
            case Event.Ticked ticked -> retry(now);
            case Event.Upkeep due -> quiet = upkeep.run(due.stirred(), now);
            case Event.Limited limited -> limited(limited.cell(), limited.limits(), now);
            case Event.Shut shut -> shut(shut.cell(), shut.cause(), now);
            case Event.Reopened reopened -> reopened(reopened.cell());
            case Event.Doomed doomed -> doom(doomed.which(), doomed.reason(), now);
            case Event.Suspected suspected -> open.forEach(this::suspect);
            case Event.Suspicious suspicious -> suspect(suspicious.connection());
            case Event.Forgiven forgiven -> forgiven.cells().forEach(cell -> forgive(cell, now));
        }
    }

    // --- requests

    private void asked(Ask ask, long now) {
        Cell cell = ask.cell;
        Throwable useless = useless(cell, now);
        if (useless != null) {
            refuse(ask, Ask.Outcome.UNAVAILABLE, useless);
        } else if (ask.deadline <= now) {
            refuse(ask, Ask.Outcome.TIMED_OUT, cell.failure);
        } else if (tooLate(cell, ask, now)) {
            refuse(ask, Ask.Outcome.TOO_LATE, cell.failure);
        } else if (cell.queue.size() >= settings.maxQueue()) {
            refuse(ask, Ask.Outcome.QUEUE_FULL, cell.failure);
        } else {
            enqueue(ask, now);
        }
    }

    private static @Nullable Throwable useless(Cell cell, long now) {
        if (cell.shut != null) {
            return cell.shut;
        }
        return cell.permanent && now < cell.failureUntil && cell.connections().length == 0 ? cell.failure : null;
    }

    /** Half of what the pace says: an estimate must not refuse whom it could have served. */
    private static boolean tooLate(Cell cell, Ask ask, long now) {
        return cell.expectedWait(cell.queue.size() + 1) / 2 > ask.deadline - now;
    }

    private void enqueue(Ask ask, long now) {
        Cell cell = ask.cell;
        cell.queue.add(ask);
        waiting++;
        active.add(cell);
        cell.openGate(false);
        takeIdle(cell, now);
        enterRing(cell, now);
        tickAfter(cell, now);
    }

    /** After the gate was closed: who gives a connection back from now on comes here, who did so before has left it idle. */
    private void takeIdle(Cell cell, long now) {
        Pooled idle = cell.queue.size() == 1 ? claimIdle(cell) : null;
        if (idle != null && !serve(cell, idle, now)) {
            idle.park();
        }
    }

    private void gaveUp(Event.GaveUp gaveUp, long now) {
        Ask ask = gaveUp.ask();
        if (ask.queued) {
            leaveQueue(ask, now);
            refuse(ask, gaveUp.timedOut() ? Ask.Outcome.TIMED_OUT : Ask.Outcome.CANCELLED, ask.cell.failure);
        }
    }

    private void leaveQueue(Ask ask, long now) {
        Cell cell = ask.cell;
        cell.queue.remove(ask);
        waiting--;
        cell.counts.waits += now > ask.askedAt ? 1 : 0;
        cell.counts.waitNanos += now - ask.askedAt;
        if (cell.queue.isEmpty()) {
            cell.openGate(cell.shut == null);
            cell.grants = 0;
            ring.remove(cell, now);
            rest(cell);
        }
    }

    private void refuse(Ask ask, Ask.Outcome why, @Nullable Throwable cause) {
        Cell cell = ask.cell;
        cell.counts.refused++;
        ask.refuse(why, cause, Math.max(1_000_000, cell.expectedWait(cell.queue.size() + 1)));
        actions.add(new Action.Answer(ask));
    }

    private void answer(Ask ask, @Nullable Pooled connection) {
        ask.grant(connection);
        actions.add(new Action.Answer(ask));
    }

    /** The first of the queue whose deadline has not passed gets the connection, in one step with the check. */
    private boolean serve(Cell cell, @Nullable Pooled connection, long now) {
        for (Ask first = cell.queue.first(); first != null; first = cell.queue.first()) {
            if (first.deadline > now) {
                cell.granted(now);
                leaveQueue(first, now);
                answer(first, connection);
                return true;
            }
            gaveUp(new Event.GaveUp(first, true), now);
        }
        return false;
    }

    private static @Nullable Pooled claimIdle(Cell cell) {
        for (Pooled one : cell.connections()) {
            if (one.claim()) {
                return one;
            }
        }
        return null;
    }

    // --- connections

    private void idled(Pooled connection, long now) {
        if (connection.claim()) {
            returned(connection, now);
        }
    }

    private void returned(Pooled connection, long now) {
        connection.cell.held++;
        ready(connection, now);
    }

    private void ready(Pooled connection, long now) {
        Cell cell = connection.cell;
        cell.held--;
        ring.charge(cell, now);
        if (connection.doomed != null) {
            close(connection, connection.doomed, now);
        } else if (mustYield(cell, now)) {
            close(connection, CloseReason.STOLEN, now);
        } else if (connection.isSuspected()) {
            ask(connection);
        } else if (!serve(cell, connection, now)) {
            park(connection);
        }
    }

    private void ask(Pooled connection) {
        connection.cell.held++;
        actions.add(new Action.Check(connection));
    }

    private void park(Pooled connection) {
        connection.park();
        searchAt = 0;
    }

    /** Whether a connection that comes back is for others. */
    private boolean mustYield(Cell cell, long now) {
        return cell.slots - cell.closing > floor(cell)
                && ring.isAhead(cell, closing + Math.max(0, freeForTenants()), now);
    }

    /** Slots that the ring's cells would take now, at most the budget. */
    private int wanted(long now) {
        int wanted = 0;
        for (Cell cell : ring.cells()) {
            wanted += wantsSlot(cell, now) ? cell.room() : 0;
        }
        return wanted;
    }

    private int floor(Cell cell) {
        return cell.isSystem() ? Math.max(settings.reserved(), cell.limits.min()) : cell.limits.min();
    }

    private void unfit(Pooled connection, CloseReason reason, long now) {
        connection.cell.held--;
        close(connection, connection.doomed == null ? reason : connection.doomed, now);
    }

    /** Closes what is in the pool's hands. */
    void close(Pooled connection, CloseReason reason, long now) {
        Cell cell = connection.cell;
        cell.remove(connection);
        cell.closing++;
        closing++;
        cell.counts.closes++;
        cell.counts.stolen += reason == CloseReason.STOLEN ? 1 : 0;
        cell.counts.closedUses += connection.uses();
        connection.doom(reason);
        actions.add(new Action.Close(connection, reason));
        enterRing(cell, now);
    }

    private void gone(Pooled connection, long now) {
        Cell cell = connection.cell;
        forget(connection);
        cell.closing--;
        closing -= connection.lingers ? 0 : 1;
        freeSlot(cell, now);
    }

    /** Nobody counts on its slot any more. */
    private void lingers(Pooled connection) {
        if (connection.place >= 0 && !connection.lingers) {
            connection.lingers = true;
            closing--;
            searchAt = 0;
        }
    }

    private void freeSlot(Cell cell, long now) {
        ring.charge(cell, now);
        count(cell, -1);
        enterRing(cell, now);
        rest(cell);
    }

    private void rest(Cell cell) {
        if (!cell.isActive() && active.remove(cell) && cell.shut != null) {
            actions.add(new Action.Empty(cell));
        }
    }

    private void remember(Pooled connection) {
        connection.place = open.size();
        open.add(connection);
    }

    private void forget(Pooled connection) {
        Pooled last = open.removeLast();
        if (!last.equals(connection)) {
            open.set(connection.place, last);
            last.place = connection.place;
        }
        connection.place = -1;
    }

    // --- opening

    private void opened(Pooled connection, boolean stalled, long now) {
        Cell cell = connection.cell;
        endAttempt(cell, stalled);
        cell.counts.opens++;
        forgive(cell, now);
        remember(connection);
        cell.add(connection);
        cell.grants = 0; // there is one more: the pace is another
        cell.held++;
        connection.seenAt = now;
        if (cell.shut != null) {
            connection.doom(CloseReason.CLOSED);
        }
        serveOpened(connection, now);
    }

    /** A fresh connection isn't taken away before anybody could use it. */
    private void serveOpened(Pooled connection, long now) {
        if (connection.doomed == null) {
            connection.cell.held--;
            ring.charge(connection.cell, now);
            if (!serve(connection.cell, connection, now)) {
                park(connection);
            }
            enterRing(connection.cell, now); // one success, and more may be tried at once
        } else {
            ready(connection, now);
        }
    }

    private void endAttempt(Cell cell, boolean wasStalled) {
        cell.opening--;
        if (wasStalled) {
            cell.stalled--;
        } else {
            opening--;
        }
    }

    /** An attempt that hangs leaves its permit to others; its slot is still taken. */
    private void stalled(Cell cell) {
        cell.stalled++;
        opening--;
    }

    private void failed(Event.Failed failed, long now) {
        Cell cell = failed.cell();
        endAttempt(cell, failed.stalled());
        cell.counts.openFailures++;
        cell.failureUntil = now + backoff(cell, failed.permanent());
        cell.failure = failed.cause();
        cell.permanent = failed.permanent();
        if (failed.permanent() && cell.connections().length == 0) {
            refuseAll(cell, failed.cause(), now);
        } else {
            tickAt(cell.failureUntil);
        }
        freeSlot(cell, now);
    }

    private long backoff(Cell cell, boolean permanent) {
        long first = permanent ? settings.memory() : settings.backoff();
        boolean again = cell.failure != null && cell.permanent == permanent;
        cell.backoff = again ? Math.min(2 * cell.backoff, first * (permanent ? 30 : 20)) : first;
        return cell.backoff;
    }

    private void refuseAll(Cell cell, Throwable cause, long now) {
        for (Ask first = cell.queue.first(); first != null; first = cell.queue.first()) {
            leaveQueue(first, now);
            refuse(first, Ask.Outcome.UNAVAILABLE, cause);
        }
    }

    private void forgive(Cell cell, long now) {
        cell.failure = null;
        cell.permanent = false;
        cell.failureUntil = now;
        cell.backoff = 0;
        enterRing(cell, now);
    }

    private void retry(long now) {
        nextTick = Long.MAX_VALUE;
        for (Cell cell : active) {
            tickAfter(cell, now);
            enterRing(cell, now);
        }
    }

    /** Who waits behind a failure is looked at when it is over. */
    private void tickAfter(Cell cell, long now) {
        if (now < cell.failureUntil) {
            tickAt(cell.failureUntil);
        }
    }

    private void tickAt(long time) {
        nextTick = Math.min(nextTick, time);
    }

    // --- slots

    private void enterRing(Cell cell, long now) {
        if (wantsSlot(cell, now)) {
            ring.add(cell, now);
        }
    }

    private boolean wantsSlot(Cell cell, long now) {
        return cell.room() > 0 && cell.shut == null && now >= cell.failureUntil && mayTry(cell);
    }

    /** A cell without connections, or one whose last attempt failed, gets one attempt at a time until one succeeds. */
    private static boolean mayTry(Cell cell) {
        return cell.isBare() || cell.opening == 0 || (cell.failure == null && cell.connections().length > 0);
    }

    private int free(Cell cell) {
        return cell.isSystem() ? settings.budget() - used : freeForTenants();
    }

    private int freeForTenants() {
        return settings.budget() - used - Math.max(0, settings.reserved() - systemSlots);
    }

    /** Gives free slots to those whose turn it is, and takes idle connections for them. */
    private void pump(long now) {
        for (Cell cell = next(now); cell != null; cell = next(now)) {
            if (!wantsSlot(cell, now)) {
                ring.remove(cell, now);
            } else if (free(cell) > 0) {
                if (!cell.isBare() && opening >= settings.opensAtOnce()) {
                    return;
                }
                giveSlot(cell, now);
            } else if (closing >= wanted(now) || !steal(now)) {
                return;
            }
        }
    }

    /** Whose turn it is; but what is reserved for the system database waits for nobody's turn. */
    private @Nullable Cell next(long now) {
        if (systemSlots < settings.reserved()) {
            for (Cell cell : ring.cells()) {
                if (cell.isSystem() && wantsSlot(cell, now)) {
                    return cell;
                }
            }
        }
        return ring.turn(now);
    }

    private void giveSlot(Cell cell, long now) {
        ring.charge(cell, now);
        count(cell, 1);
        ring.served(cell);
        if (!cell.isBare()) {
            open(cell);
        } else if (!serve(cell, null, now)) {
            freeSlot(cell, now);
        }
    }

    private void count(Cell cell, int slots) {
        cell.slots += slots;
        used += slots;
        systemSlots += cell.isSystem() ? slots : 0;
    }

    private void open(Cell cell) {
        active.add(cell);
        cell.opening++;
        opening++;
        actions.add(new Action.Open(cell));
    }

    /** Opens one that nobody asked for, if there is room. Says whether it did. */
    boolean openSpare(Cell cell, long now) {
        if (!ring.isEmpty() || free(cell) <= 0 || opening >= settings.opensAtOnce() || now < cell.failureUntil) {
            return false;
        }
        count(cell, 1);
        open(cell);
        return true;
    }

    /**
     * Takes one idle connection for whoever is next, the hand going round (CLOCK): one that was used since the hand passed is left
     * alone until it has been idle for {@link Settings#keep}, unless its cell is ahead.
     */
    private boolean steal(long now) {
        if (now < searchAt) {
            tickAt(searchAt);
            return false;
        }
        searchAt = Long.MAX_VALUE;
        for (int looked = open.size(); looked > 0; looked--) {
            hand = hand + 1 < open.size() ? hand + 1 : 0;
            Pooled one = open.get(hand);
            if (one.isIdle() && mayLose(one.cell, now) && isCold(one, now) && one.claim()) {
                ring.charge(one.cell, now);
                close(one, CloseReason.STOLEN, now);
                searchAt = 0;
                return true;
            }
        }
        return false;
    }

    private boolean mayLose(Cell cell, long now) {
        ring.charge(cell, now);
        return cell.slots - cell.closing > floor(cell) && !cell.inRing;
    }

    private boolean isCold(Pooled one, long now) {
        if (ring.isAhead(one.cell, closing, now)) {
            return true;
        }
        upkeep.look(one, now);
        long coldAt = one.seenAt + settings.keep();
        if (now < coldAt) {
            searchAt = Math.min(searchAt, coldAt);
            tickAt(coldAt);
        }
        return now >= coldAt;
    }

    // --- from outside

    private void limited(Cell cell, TenantLimits limits, long now) {
        ring.charge(cell, now);
        cell.limits = limits;
        searchAt = 0;
        enterRing(cell, now);
        guarantee(cell);
        upkeep.shrink(cell, now);
    }

    private void guarantee(Cell cell) {
        if (cell.limits.min() > 0) {
            guaranteed.add(cell);
        } else {
            guaranteed.remove(cell);
        }
    }

    /** What all minimums together are. */
    public int minimums() {
        return guaranteed.stream().mapToInt(cell -> cell.limits.min()).sum();
    }

    public TenantLimits limitsOf(Cell cell) {
        return cell.limits;
    }

    /** Cells with a minimum to be kept. */
    Set<Cell> guaranteed() {
        return guaranteed;
    }

    private void shut(Cell cell, Throwable cause, long now) {
        cell.shut = cause;
        active.add(cell); // so that it comes to rest, and is told empty, once
        cell.openGate(false);
        refuseAll(cell, cause, now);
        cell.openGate(false);
        doom(one -> one.cell.equals(cell), CloseReason.CLOSED, now);
        rest(cell);
    }

    private void reopened(Cell cell) {
        cell.shut = null;
        cell.openGate(cell.queue.isEmpty());
    }

    private void doom(Predicate<Pooled> which, CloseReason reason, long now) {
        for (Pooled one : List.copyOf(open)) {
            if (which.test(one)) {
                one.doom(reason);
                if (one.claim()) {
                    close(one, reason, now);
                }
            }
        }
    }

    private void suspect(Pooled one) {
        if (one.place >= 0 && !check(one)) {
            one.suspect();
        }
    }

    /** Has an idle connection asked whether it is alive. */
    boolean check(Pooled one) {
        if (one.claim()) {
            ask(one);
            return true;
        }
        return false;
    }

    /** Has an idle connection watched. */
    void watch(Pooled one) {
        if (one.claim()) {
            one.cell.held++;
            actions.add(new Action.Watch(one));
        }
    }

    void leak(Pooled one, long outFor) {
        one.cell.counts.leaks++;
        actions.add(new Action.Leak(one, outFor));
    }

    int closing() {
        return closing;
    }
}
