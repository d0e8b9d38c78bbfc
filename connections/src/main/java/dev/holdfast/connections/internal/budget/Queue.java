package dev.holdfast.connections.internal.budget;

import org.jspecify.annotations.Nullable;

/** Requests in the order in which they came; any of them leaves in constant time. Guarded by the allocator's lock. */
final class Queue {
    private @Nullable Ask first;
    private @Nullable Ask last;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @Nullable
    Ask first() {
        return first;
    }

    void add(Ask ask) {
        ask.before = last;
        if (last == null) {
            first = ask;
        } else {
            last.after = ask;
        }
        last = ask;
        ask.queued = true;
        size++;
    }

    void remove(Ask ask) {
        if (!ask.queued) {
            return;
        }
        if (ask.before == null) {
            first = ask.after;
        } else {
            ask.before.after = ask.after;
        }
        if (ask.after == null) {
            last = ask.before;
        } else {
            ask.after.before = ask.before;
        }
        ask.before = null;
        ask.after = null;
        ask.queued = false;
        size--;
    }
}
