package dev.holdfast.connections.internal.budget;

/** What holds after every step. */
enum Invariant {
    /** There are never more backends, attempts and lent slots than the budget allows. */
    BUDGET,
    /** What the allocator counts is what there is. */
    COUNT,
    /** All but the system database leave what is reserved for it. */
    RESERVED,
    /** A cell gets no slot above its maximum. */
    CAP,
    /** A request is answered once, and only after it was asked. */
    ONCE,
    /** Nothing is granted at or after a deadline. */
    DEADLINE,
    /** Requests of one cell are served in the order in which they came. */
    ORDER,
    /** The lists of connections agree with each other, with the words and with the world. */
    LISTS,
    /** The queues hold exactly those who wait. */
    QUEUES,
    /** A gate is closed while somebody waits, or the cell is shut, and at no other time. */
    GATE,
    /** A connection has at most one user. */
    ONE_OWNER,
    /** A cell isn't robbed below its minimum, or what is reserved. */
    MINIMUM,
    /** No slot is free while somebody waits who may have it. */
    FREE_SLOT,
    /** No connection is idle while somebody waits for that very cell. */
    IDLE_BESIDE_WAITER,
    /** No idle connection is kept from those who wait for longer than agreed. */
    KEPT,
    /** When all is still, everybody has an answer. */
    ALL_ANSWERED,
    /** When all cells are shut and all is still, nothing is left, and each was told empty once. */
    DRAINED
}
