package dev.holdfast.connections.internal.budget;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may use a connection, in one word: a state, and how often it has been leased. Every change is one compare-and-set, so
 * that a lease that ended can't end the next one: its count is an older one.
 *
 * <pre>
 *   HELD --park--&gt; IDLE --lease--&gt; LEASED(n+1) --release(n+1)--&gt; IDLE
 *                  IDLE --claim--&gt; HELD            LEASED(n) --end(n)--&gt; HELD --grant--&gt; LEASED(n+1)
 * </pre>
 */
public class LeaseWord extends BeforeWord {
    private static final int IDLE = 0;
    private static final int LEASED = 1;
    private static final int HELD = 2;
    private static final int BITS = 2;
    private static final int MASK = (1 << BITS) - 1;
    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(LeaseWord.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("FieldMayBeFinal") // written through WORD
    private volatile long word = HELD;

    /** Held by the pool, never leased. */
    public LeaseWord() {}

    private static long word(long uses, int state) {
        return (uses << BITS) | state;
    }

    private boolean change(long from, long to) {
        return WORD.compareAndSet(this, from, to);
    }

    /** Takes it if it is idle. Returns the lease's stamp, or 0 if somebody else has it. */
    public final long lease() {
        long now = word;
        if ((now & MASK) != IDLE) {
            return 0;
        }
        long stamp = (now >>> BITS) + 1;
        return change(now, word(stamp, LEASED)) ? stamp : 0;
    }

    /** From the pool's hands to a borrower; returns the lease's stamp. */
    public final long grant() {
        long stamp = uses() + 1;
        expect(change(word(stamp - 1, HELD), word(stamp, LEASED)), "grant");
        return stamp;
    }

    /** Ends the lease with this stamp by leaving the connection to whoever comes next. */
    public final boolean release(long stamp) {
        return change(word(stamp, LEASED), word(stamp, IDLE));
    }

    /** Ends the lease with this stamp by taking the connection into the pool's hands. */
    public final boolean end(long stamp) {
        return change(word(stamp, LEASED), word(stamp, HELD));
    }

    /** Takes an idle connection into the pool's hands. */
    public final boolean claim() {
        long now = word;
        return (now & MASK) == IDLE && change(now, (now & ~MASK) | HELD);
    }

    /** From the pool's hands to whoever comes next. */
    public final void park() {
        long uses = uses();
        expect(change(word(uses, HELD), word(uses, IDLE)), "park");
    }

    private void expect(boolean changed, String what) {
        if (!changed) {
            throw new IllegalStateException(
                    "can't " + what + ": the connection is not in the pool's hands, but " + this);
        }
    }

    /** Its state and count, to see later whether either changed. */
    final long observed() {
        return word;
    }

    /** How often it has been leased. */
    public final long uses() {
        return word >>> BITS;
    }

    public final boolean isIdle() {
        return (word & MASK) == IDLE;
    }

    public final boolean isLeased() {
        return (word & MASK) == LEASED;
    }

    public final boolean isHeld() {
        return (word & MASK) == HELD;
    }

    @Override
    public String toString() {
        return (isIdle() ? "idle" : isLeased() ? "leased" : "held") + " after " + uses() + " leases";
    }
}
