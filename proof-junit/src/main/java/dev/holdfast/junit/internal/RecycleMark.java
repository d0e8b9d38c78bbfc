package dev.holdfast.junit.internal;

/**
 * A moment in the life of a database: rows written since then have this transaction number or a later one.
 *
 * @param transaction the next one, as an {@code xid}
 * @param rows versions of the rows that describe the database and its role in catalogues that all databases share
 */
record RecycleMark(String transaction, String rows) {
    static final RecycleMark NONE = new RecycleMark("", "");
}
