package dev.holdfast.connections.internal.budget;

import dev.holdfast.connections.ConnectionsListener.CloseReason;

/** What is to be done, outside the lock. */
public sealed interface Action {
    /** Tell whoever waits that it has, or won't have, what it asked for. */
    record Answer(Ask ask) implements Action {}

    /** Open a connection; then tell {@link Event.Opened} or {@link Event.Failed}. Its slot is taken. */
    record Open(Cell cell) implements Action {}

    /** Close a connection in the pool's hands; then tell {@link Event.Gone}. */
    record Close(Pooled connection, CloseReason reason) implements Action {}

    /** Ask whether a connection in the pool's hands is alive; then tell {@link Event.Ready} or {@link Event.Unfit}. */
    record Check(Pooled connection) implements Action {}

    /** Watch a connection in the pool's hands, and then park it. */
    record Watch(Pooled connection) implements Action {}

    /** Report a lease that doesn't come back. */
    record Leak(Pooled connection, long outFor) implements Action {}

    /** A cell that was shut has no slots any more. */
    record Empty(Cell cell) implements Action {}
}
