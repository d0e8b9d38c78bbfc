package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.TenantLimits;
import java.util.ArrayDeque;
import java.util.Deque;

/** A cell with windows, in which others do what needs no lock, and with what the simulation knows of it by itself. */
final class SimulatedCell extends Cell {
    private final Timeline time;
    private final Flaw flaw;

    /** What it was promised last. */
    TenantLimits promised;

    /** Who asked and has no answer, in order. */
    final Deque<Ask> waiting = new ArrayDeque<>();

    /** Attempts to open; of those, attempts that were told to hang. */
    int attempts;

    int hanging;

    /** Backends that exist; of those, backends that are ending. */
    int alive;

    int ending;

    /** Slots without a connection that are out. */
    int bareOut;

    /** Connections in the pool's hands, of which the allocator was told. */
    int inHands;

    /** Whether it is to be told empty. */
    boolean emptyDue;

    /** When the one before was served. */
    long headSince;

    /** Since when it could use a slot; {@link Long#MAX_VALUE} if it couldn't. */
    long eligibleSince = Long.MAX_VALUE;

    SimulatedCell(Timeline time, Flaw flaw, Kind kind, String name, TenantLimits limits) {
        super(kind, name, limits);
        this.time = time;
        this.flaw = flaw;
        this.promised = limits;
    }

    /** Slots that it has, by the simulation's own count. */
    int taken() {
        return attempts + alive + bareOut;
    }

    @Override
    Pooled[] connections() {
        time.window();
        return super.connections();
    }

    @Override
    void openGate(boolean open) {
        super.openGate(open || flaw == Flaw.GATE_STAYS_OPEN);
        time.window();
    }

    @Override
    int room() {
        time.window();
        return flaw == Flaw.OVER_THE_CAP ? wants() : super.room();
    }

    @Override
    boolean isSystem() {
        time.window();
        return super.isSystem() || (flaw == Flaw.RESERVE_FOR_ALL && !isBare());
    }
}
