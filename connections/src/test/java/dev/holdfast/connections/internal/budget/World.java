package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;
import dev.holdfast.connections.TenantLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * An allocator among simulated cells, backends and borrowers: tells it what happens, does what it says, and has every step
 * looked at. What the real driver does in threads is done here in tasks of a {@link Timeline}.
 */
final class World {
    final Random random;
    final Timeline time;
    final Flaw flaw;
    final Nature nature;
    final Allocator allocator;
    final Watch watch;
    final List<SimulatedCell> cells = new ArrayList<>();
    private final Consumer<String> trace;
    private final boolean traced;
    private int backends;
    private long tick = Long.MAX_VALUE;

    /**
     * With nothing in it.
     *
     * @param trace hears of every step; null for nobody
     */
    World(
            Random random,
            Settings settings,
            Upkeep.Ages ages,
            Nature nature,
            Flaw flaw,
            @org.jspecify.annotations.Nullable Consumer<String> trace) {
        this.random = random;
        this.time = new Timeline(random);
        this.flaw = flaw;
        this.nature = nature;
        this.allocator = new Allocator(settings, ages);
        this.watch = new Watch(this);
        this.traced = trace != null;
        this.trace = trace == null ? line -> {} : trace;
    }

    SimulatedCell cell(Cell.Kind kind, String name, TenantLimits limits) {
        SimulatedCell cell = new SimulatedCell(time, flaw, kind, name, limits);
        cells.add(cell);
        if (limits.min() > 0) {
            limit(cell, limits);
        }
        return cell;
    }

    void limit(SimulatedCell cell, TenantLimits limits) {
        cell.promised = limits;
        watch.restart(cell, time.now());
        tell(new Event.Limited(cell, limits));
        if (flaw == Flaw.MINIMUM_IGNORED) {
            cell.limits = limits.withMin(0);
        }
    }

    // --- the lock

    /** One step, what follows from it, and the look at both. */
    void tell(Event event) {
        long now = time.now();
        watch.before(now);
        List<Action> actions = time.locked(() -> allocator.step(event, clock(event, now)));
        trace(event, actions, now);
        watch.after(event, actions, now);
        actions.forEach(this::perform);
        noteTick(allocator.nextTick());
    }

    private long clock(Event event, long now) {
        if (flaw == Flaw.CLOCK_BEFORE_LOCK && event instanceof Event.Ready ready) {
            Ask first = ready.connection().cell.queue.first();
            return first == null ? now : Math.min(now, first.deadline - 1);
        }
        return now;
    }

    private void noteTick(long next) {
        if (flaw == Flaw.TICK_OUTSIDE_LOCK && random.nextInt(8) == 0) {
            time.later(time.soon(), () -> tickAt(next));
        } else {
            tickAt(next);
        }
    }

    private void tickAt(long next) {
        if (next != tick) {
            tick = next;
            if (next != Long.MAX_VALUE) {
                time.later(Math.max(0, next - time.now()) + time.soon(), this::tick);
            }
        }
    }

    private void tick() {
        if (tick <= time.now()) {
            tick = Long.MAX_VALUE;
            tell(new Event.Ticked());
        }
    }

    // --- what is to be done

    private void perform(Action action) {
        switch (action) {
            case Action.Answer answer ->
                ((Borrower) java.util.Objects.requireNonNull(answer.ask().waiter())).answered(answer.ask());
            case Action.Open open -> open((SimulatedCell) open.cell());
            case Action.Close close -> close((SimulatedBackend) close.connection());
            case Action.Check check -> trip((SimulatedBackend) check.connection());
            case Action.Watch watched -> watch((SimulatedBackend) watched.connection());
            case Action.Leak leak -> {}
            case Action.Empty empty -> {}
        }
    }

    private void open(SimulatedCell cell) {
        Nature.Attempt attempt = nature.attempt(cell);
        boolean hangs = attempt.takes() > allocator.settings().stalledAfter();
        if (hangs) {
            time.later(allocator.settings().stalledAfter(), () -> hang(cell));
        }
        time.later(attempt.takes(), () -> opened(cell, attempt, hangs));
    }

    private void hang(SimulatedCell cell) {
        cell.hanging++;
        tell(new Event.Stalled(cell));
    }

    private void opened(SimulatedCell cell, Nature.Attempt attempt, boolean hung) {
        cell.attempts--;
        cell.hanging -= hung ? 1 : 0;
        Throwable failure = attempt.failure();
        if (failure != null) {
            tell(new Event.Failed(cell, failure, hung, attempt.permanent()));
            return;
        }
        SimulatedBackend backend = new SimulatedBackend(cell, ++backends, later(nature.lifetime()), nature.watchable());
        cell.alive++;
        watch.born(backend);
        tell(new Event.Opened(backend, hung));
    }

    private long later(long delay) {
        return time.now() + delay;
    }

    private void close(SimulatedBackend backend) {
        long takes = nature.closing();
        if (takes > allocator.settings().stalledAfter()) {
            time.later(allocator.settings().stalledAfter(), () -> tell(new Event.Lingers(backend)));
        }
        if (flaw == Flaw.SLOT_FREE_BEFORE_GONE && random.nextInt(4) == 0) {
            time.later(0, () -> tell(new Event.Gone(backend)));
            time.later(takes, () -> watch.died(backend));
        } else {
            time.later(takes, () -> {
                watch.died(backend);
                tell(new Event.Gone(backend));
            });
        }
    }

    private void watch(SimulatedBackend backend) {
        backend.watched = backend.watchable;
        time.later(time.soon(), () -> ready(backend));
    }

    /** A reset, or a check whether it is alive. */
    void trip(SimulatedBackend backend) {
        backend.watched = false;
        time.later(nature.trip(), () -> {
            if (nature.answers()) {
                backend.trust();
                ready(backend);
            } else {
                unfit(backend, CloseReason.BROKEN);
            }
        });
    }

    void ready(SimulatedBackend backend) {
        watch.outOfHands(backend);
        tell(new Event.Ready(backend));
    }

    void unfit(SimulatedBackend backend, CloseReason reason) {
        watch.outOfHands(backend);
        tell(new Event.Unfit(backend, reason));
    }

    void returned(SimulatedBackend backend) {
        tell(new Event.Returned(backend));
    }

    void returning(SimulatedBackend backend) {
        watch.intoHands(backend);
        tell(new Event.Returning(backend));
    }

    // --- until when

    /** Goes on until nothing is left to happen, or it is {@code end}. */
    void runUntil(long end) {
        while (time.now() < end && time.next()) {
            // each task adds its own
        }
    }

    // --- the story

    private void trace(Event event, List<Action> actions, long now) {
        if (traced) {
            trace.accept(String.format(
                    "%12.6f ms  %s -> %s | %s",
                    (now - Timeline.BEGIN) / 1e6, Story.of(event), Story.of(actions), allocator.active()));
        }
    }
}
