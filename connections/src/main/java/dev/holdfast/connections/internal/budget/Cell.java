package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.TenantLimits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's, the system database's, or one borrower of bare slots' part of the budget. All fields without
 * {@code volatile} are guarded by the allocator's lock; {@link #lease} needs none.
 */
public class Cell {
    /** What a cell is for. */
    public enum Kind {
        SYSTEM,
        TENANT,
        /** Slots without connections, for those who open them themselves. */
        BARE
    }

    private static final Pooled[] NONE = {};

    /** Where threads begin to look: what a thread used last is likely to be free, and its own cache has it. */
    private static final int HINTS = 8;

    private final Kind kind;
    private final String name;
    final Queue queue = new Queue();
    TenantLimits limits;

    /** Slots that it has, for whatever; of those, attempts to open; of those, attempts that hang; and closing connections. */
    int slots;

    int opening;
    int stalled;
    int closing;

    /** Connections in the pool's hands that will be fit soon. */
    int held;

    /** Time of slots that it has had while others waited, in nanoseconds by weight, or where it began. */
    long level;

    long chargedAt;
    long contention;
    boolean inRing;

    /** A recent failure to open, until when it is answered from memory, and what comes after it. */
    @Nullable
    Throwable failure;

    boolean permanent;
    long failureUntil;
    long backoff;

    /** Why it takes no requests. */
    @Nullable
    Throwable shut;

    /** The pace at which its queue is served: nanoseconds from one grant to the next, smoothed. */
    double pace;

    long grantedAt;
    int grants;

    final Counts counts = new Counts();

    private volatile Pooled[] connections = NONE;
    private volatile boolean gate = true;
    private byte[] hints = {};

    /** Without connections. */
    public Cell(Kind kind, String name, TenantLimits limits) {
        this.kind = kind;
        this.name = name;
        this.limits = limits;
    }

    public final Kind kind() {
        return kind;
    }

    public final String name() {
        return name;
    }

    /**
     * An idle connection, leased, without asking anybody; null if there is none, or others wait for one. Not fair to those
     * who began to wait while this was under way: nobody can tell who came first.
     */
    public final @Nullable Pooled lease() {
        return gate ? scan(connections) : null;
    }

    private @Nullable Pooled scan(Pooled[] all) {
        if (all.length == 1) {
            return all[0].lease() == 0 ? null : all[0];
        }
        byte[] places = hints;
        int stripe = (int) Thread.currentThread().threadId() & (HINTS - 1);
        int begin = stripe < places.length ? places[stripe] & 0xFF : 0;
        for (int i = 0, at = begin < all.length ? begin : 0; i < all.length; i++) {
            if (all[at].lease() != 0) {
                if (stripe < places.length && places[stripe] != (byte) at) { // others read the same line of cache
                    places[stripe] = (byte) at;
                }
                return all[at];
            }
            at = at + 1 == all.length ? 0 : at + 1;
        }
        return null;
    }

    /** Whether it has as many connections as it may have. Needs no lock; a limit that just changed may not be seen. */
    public final boolean isFull() {
        return connections.length >= limits.max();
    }

    /** Whether a connection that is given back must go through the allocator. */
    public final boolean isWaitedFor() {
        return !gate;
    }

    void openGate(boolean open) {
        if (gate != open) {
            gate = open;
        }
    }

    Pooled[] connections() {
        return connections;
    }

    void add(Pooled connection) {
        Pooled[] all = Arrays.copyOf(connections, connections.length + 1);
        all[all.length - 1] = connection;
        connections = all;
        if (all.length > 1 && hints.length == 0) {
            hints = new byte[HINTS];
        }
    }

    void remove(Pooled connection) {
        connections = Arrays.stream(connections)
                .filter(one -> !one.equals(connection))
                .toArray(Pooled[]::new);
    }

    /** Requests that nothing under way will serve. */
    int wants() {
        return Math.max(0, queue.size() - opening - held);
    }

    /** More slots that it could use now. */
    int room() {
        return Math.max(0, Math.min(wants(), limits.max() - slots));
    }

    boolean isSystem() {
        return kind == Kind.SYSTEM;
    }

    boolean isBare() {
        return kind == Kind.BARE;
    }

    /** Whether it holds anything, or somebody wants it to. */
    boolean isActive() {
        return slots > 0 || !queue.isEmpty();
    }

    /** Leases so far, those of open connections included. */
    long leases() {
        long leases = counts.closedUses;
        for (Pooled one : connections) {
            leases += one.uses();
        }
        return leases;
    }

    /** When a request at this place of the queue would be served, in nanoseconds; 0 if nobody knows. */
    long expectedWait(int position) {
        return grants < Counts.ENOUGH ? 0 : (long) (pace * position);
    }

    void granted(long now) {
        if (grants > 0) {
            double step = now - grantedAt;
            pace += (step - pace) / Math.min(grants, Counts.ENOUGH * 8); // one pause among them is not the pace
        }
        grantedAt = now;
        grants++;
    }

    @Override
    public String toString() {
        return name + "[" + slots + " slots: " + opening + " opening, " + closing + " closing, " + held + " held; "
                + queue.size() + " waiting, level " + level + "]";
    }

    /** Counters of a cell. Guarded by the allocator's lock. */
    static final class Counts {
        /** Grants after which the pace is worth something. */
        static final int ENOUGH = 8;

        long waits;
        long waitNanos;
        long refused;
        long opens;
        long openFailures;
        long closes;
        long stolen;
        long leaks;
        long closedUses;
    }
}
