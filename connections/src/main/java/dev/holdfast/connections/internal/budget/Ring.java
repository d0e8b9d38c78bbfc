package dev.holdfast.connections.internal.budget;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Cells that want a slot, and the time of slots that each may hold: deficit round robin (Shreedhar and Varghese, 1995), with the
 * time that slots are held as the cost. A visit pays a quantum per weight and grants one slot; holding n slots for t
 * costs n·t, whatever they are used for, so that a switch is paid by whom it is for. Costs run only while somebody is in the
 * ring, and for a quantum after. Guarded by the allocator's lock.
 */
final class Ring {
    private final long quantum;
    private final ArrayDeque<Cell> cells = new ArrayDeque<>();

    /** Grows whenever contention begins anew: what was owed before is forgotten. */
    private long contention;

    private long since;
    private long lastBusy;

    Ring(long quantum) {
        this.quantum = quantum;
    }

    boolean isEmpty() {
        return cells.isEmpty();
    }

    int size() {
        return cells.size();
    }

    Iterable<Cell> cells() {
        return cells;
    }

    void add(Cell cell, long now) {
        if (cell.inRing) {
            return;
        }
        if (cells.isEmpty() && now - lastBusy > quantum) {
            contention++;
            since = now;
        }
        cell.inRing = true;
        cells.addLast(cell);
        charge(cell, now);
    }

    void remove(Cell cell, long now) {
        if (cell.inRing) {
            cell.inRing = false;
            cells.remove(cell);
            lastBusy = now;
        }
    }

    /** Brings a cell's credit up to date; to be called before its slots change. */
    void charge(Cell cell, long now) {
        if (cell.contention != contention) {
            cell.contention = contention;
            cell.credit = share(cell);
            cell.chargedAt = since;
        }
        if (!cells.isEmpty() || now - lastBusy <= quantum) {
            cell.credit -= cell.slots * Math.max(0, now - cell.chargedAt);
        }
        cell.chargedAt = now;
    }

    private long share(Cell cell) {
        return quantum * cell.limits.weight();
    }

    /** Whose turn it is; null if the ring is empty. Cells in debt are visited, and paid, until one can hold a slot. */
    @Nullable
    Cell turn(long now) {
        for (Cell cell : cells) {
            charge(cell, now);
        }
        skipRounds();
        for (int visits = 2 * cells.size(); visits > 0; visits--) {
            Cell head = cells.getFirst();
            if (head.credit + share(head) > 0) {
                return head;
            }
            head.credit += share(head);
            cells.addLast(cells.removeFirst());
        }
        return cells.peekFirst();
    }

    /** Rounds in which everybody would only be paid, at once. */
    private void skipRounds() {
        long rounds = Long.MAX_VALUE;
        for (Cell cell : cells) {
            rounds = Math.min(rounds, Math.max(0, -cell.credit / share(cell) - 1));
        }
        if (rounds > 0 && rounds != Long.MAX_VALUE) {
            for (Cell cell : cells) {
                cell.credit += rounds * share(cell);
            }
        }
    }

    /** A cell whose turn it was got a slot: it is paid for, and goes to the end. */
    void served(Cell cell) {
        cell.credit = Math.min(cell.credit + share(cell), share(cell) * Math.max(1, cell.slots));
        if (cells.remove(cell)) {
            cells.addLast(cell);
        }
    }

    /** Whether somebody else than this cell wants a slot. */
    boolean hasOther(Cell cell) {
        Iterator<Cell> all = cells.iterator();
        while (all.hasNext()) {
            if (!all.next().equals(cell)) {
                return true;
            }
        }
        return false;
    }
}
