package dev.holdfast.connections.internal.budget;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cells that want a slot, and what each has had: fair queueing by virtual time (Goyal, Vin and Cheng, 1996), with the time that
 * slots are held as the cost. Holding n slots for t raises a cell's level by n·t divided by its weight, whatever they are used
 * for, so that a switch is paid by whom it is for. The cell with the lowest level is next; who comes begins at the level of
 * whoever was served last. A slot counts for a quantum in advance, and whoever holds one may be a quantum ahead: without
 * both, slots would go to and fro with every lease. Levels rise only while somebody is in the ring, and for a
 * quantum after. Guarded by the allocator's lock.
 */
final class Ring {
    private final long quantum;
    private final long lead;
    private final ArrayDeque<Cell> cells = new ArrayDeque<>();

    /** Grows whenever contention begins anew: what was had before is forgotten. */
    private long contention;

    private long since;
    private long lastBusy;

    /** Where who comes begins. */
    private long level;

    Ring(long quantum) {
        this.quantum = quantum;
        this.lead = quantum / 2;
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
            level = 0;
        }
        charge(cell, now);
        cell.level = Math.max(cell.level, level);
        cell.inRing = true;
        cells.addLast(cell);
    }

    void remove(Cell cell, long now) {
        if (cell.inRing) {
            charge(cell, now);
            cell.inRing = false;
            cells.remove(cell);
            lastBusy = now;
        }
    }

    /** Brings a cell's level up to date; to be called before its slots change. */
    void charge(Cell cell, long now) {
        if (cell.contention != contention) {
            cell.contention = contention;
            cell.level = 0;
            cell.chargedAt = since;
        }
        if (!cells.isEmpty() || now - lastBusy <= quantum) {
            cell.level += cell.slots * Math.max(0, now - cell.chargedAt) / cell.limits.weight();
        }
        cell.chargedAt = now;
    }

    /** Whose turn it is; null if the ring is empty. Among equals, who came first. */
    @Nullable
    Cell turn(long now) {
        Cell next = null;
        for (Cell cell : cells) {
            charge(cell, now);
            if (next == null || claim(cell, 0) < claim(next, 0)) {
                next = cell;
            }
        }
        return next;
    }

    /** The level at which a cell stands for one slot more than it has, after {@code more} others. */
    private long claim(Cell cell, int more) {
        return cell.level + lead * (cell.slots + more) / cell.limits.weight();
    }

    /** A cell whose turn it was got a slot: it goes to the end of its equals. */
    void served(Cell cell) {
        level = Math.max(level, cell.level);
        if (cells.remove(cell)) {
            cells.addLast(cell);
        }
    }

    /**
     * Whether a cell is more than a quantum ahead of somebody who waits, not counting those for whom {@code coming} slots are about
     * to be free.
     */
    boolean isAhead(Cell cell, int coming, long now) {
        charge(cell, now);
        if (wantedByOthers(cell, coming) <= coming) {
            return false;
        }
        long[] lowest = new long[coming + 1];
        Arrays.fill(lowest, Long.MAX_VALUE);
        for (Cell other : cells) {
            if (!other.equals(cell)) {
                charge(other, now);
                note(other, lowest);
            }
        }
        return lowest[coming] != Long.MAX_VALUE && cell.level - lowest[coming] > lead;
    }

    /** Slots that those in the ring could use, but for {@code cell}; counts to one more than {@code most}. */
    private int wantedByOthers(Cell cell, int most) {
        int wanted = 0;
        for (Cell other : cells) {
            if (wanted > most) {
                break;
            }
            wanted += other.equals(cell) ? 0 : other.room();
        }
        return wanted;
    }

    /** Puts a cell's claims among the lowest, which are in order. */
    private void note(Cell cell, long[] lowest) {
        int room = Math.min(cell.room(), lowest.length);
        for (int more = 0; more < room && claim(cell, more) < lowest[lowest.length - 1]; more++) {
            lowest[lowest.length - 1] = claim(cell, more);
            Arrays.sort(lowest);
        }
    }
}
