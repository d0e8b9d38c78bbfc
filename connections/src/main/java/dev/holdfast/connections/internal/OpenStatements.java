package dev.holdfast.connections.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/** The statements of a lease that its borrower hasn't closed. Nothing blocks under its lock. Thread-safe. */
final class OpenStatements {
    @GuardedBy("this")
    private @Nullable LeasedStatement<?> newest;

    synchronized void add(LeasedStatement<?> statement) {
        LeasedStatement<?> second = newest;
        statement.older = second;
        if (second != null) {
            second.newer = statement;
        }
        newest = statement;
        statement.tracked = true;
    }

    synchronized void remove(LeasedStatement<?> statement) {
        if (!statement.tracked) {
            return;
        }
        LeasedStatement<?> older = statement.older;
        LeasedStatement<?> newer = statement.newer;
        if (older != null) {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
        statement.older = null;
        statement.newer = null;
        statement.tracked = false;
    }

    /** The newest one, removed; null if there is none left. */
    synchronized @Nullable LeasedStatement<?> take() {
        LeasedStatement<?> taken = newest;
        if (taken != null) {
            remove(taken);
        }
        return taken;
    }
}
