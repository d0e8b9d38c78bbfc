package dev.holdfast.junit.internal;

/**
 * A moment in the life of a database: whatever is written after it has this transaction number or a later one.
 *
 * @param transaction the next one, as an {@code xid}
 * @param shared what the catalogues that all databases share say about this one
 */
record RecycleMark(String transaction, String shared) {
    static final RecycleMark NONE = new RecycleMark("", "");
}
