package dev.holdfast.junit.internal;

import java.util.List;

/**
 * A text of SQL statements, as psql would read it, and pg_dump writes it.
 *
 * @param name for messages
 * @param text a byte order mark at its beginning is ignored
 */
record SqlScript(String name, String text) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Its statements, in order; empty ones are left out.
     *
     * @throws dev.holdfast.core.InvalidOption if it has commands of psql's, or its end is missing
     */
    List<SqlStatement> statements() {
        return new SqlSplitter(name, text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).statements();
    }
}
