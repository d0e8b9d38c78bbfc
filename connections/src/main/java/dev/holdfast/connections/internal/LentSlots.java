package dev.holdfast.connections.internal;

import dev.holdfast.connections.TenantLimits;
import dev.holdfast.connections.internal.budget.Ask;
import dev.holdfast.connections.internal.budget.Cell;
import dev.holdfast.connections.internal.budget.Event;
import dev.holdfast.core.Deadline;
import dev.holdfast.core.SlotBudget;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Slots for those who open connections by themselves; all of a server's together wait like one tenant. Thread-safe. */
final class LentSlots implements SlotBudget {
    private final Server server;
    private final int size;
    private final Cell cell;
    private final ConcurrentLinkedQueue<String> purposes = new ConcurrentLinkedQueue<>();

    LentSlots(Server server, int size, int most) {
        this.server = server;
        this.size = size;
        this.cell = new Cell(Cell.Kind.BARE, "lent", TenantLimits.upTo(most));
    }

    @Override
    public Slot take(String purpose, Deadline deadline) throws SQLException {
        Ask ask = server.await(cell, Server.now() + deadline.remaining().toNanos());
        if (ask.outcome() != Ask.Outcome.GRANTED) {
            throw Refusals.of(ask, "a slot for " + purpose, null, Reports.budget(server));
        }
        purposes.add(purpose);
        AtomicBoolean back = new AtomicBoolean();
        return () -> {
            if (back.compareAndSet(false, true)) {
                purposes.remove(purpose);
                server.tell(new Event.SlotBack(cell));
            }
        };
    }

    @Override
    public int size() {
        return size;
    }

    /** What the lent slots are for, at this moment. */
    List<String> purposes() {
        return List.copyOf(purposes);
    }
}
