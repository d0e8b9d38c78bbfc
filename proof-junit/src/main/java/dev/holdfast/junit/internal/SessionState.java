package dev.holdfast.junit.internal;

import dev.holdfast.junit.Leak;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a session would hand on to whom it is lent next; read on the session itself, in one round trip, or two
 * if it ever had temporary objects. Immutable. */
record SessionState(Set<Item> items) {
    /** What a session has that nobody has yet looked at. */
    static final SessionState NONE = new SessionState(Set.of());

    private static final int PATIENCE_MS = 2_000;

    /**
     * One thing that a session has.
     *
     * @param value of a setting; a statement's text; a lock's mode; a temporary object's type
     * @param origin what a setting would be after RESET; a temporary object's schema
     */
    record Item(Leak.Kind kind, String name, String value, String origin) {}

    SessionState {
        items = Set.copyOf(items);
    }

    /**
     * Begins no transaction, also where the connection isn't in auto-commit mode. A server that doesn't answer within two
     * seconds costs the connection.
     */
    static SessionState of(Connection session, Collection<String> custom) throws SQLException {
        int before = session.getNetworkTimeout();
        session.setNetworkTimeout(Runnable::run, PATIENCE_MS);
        try {
            Set<Item> items = read(session, Looks.session(custom));
            if (items.removeIf(item -> item.kind() == Leak.Kind.TEMPORARY_OBJECT)) {
                items.addAll(read(session, Looks.MY_TEMPORARY));
            }
            return new SessionState(items);
        } finally {
            if (!session.isClosed()) {
                session.setNetworkTimeout(Runnable::run, before);
            }
        }
    }

    private static Set<Item> read(Connection session, String question) throws SQLException {
        ResultSet rows = Wire.query(session, question);
        Set<Item> items = new HashSet<>();
        while (rows.next()) {
            items.add(new Item(
                    Leak.Kind.valueOf(rows.getString(1)), rows.getString(2), rows.getString(3), rows.getString(4)));
        }
        rows.getStatement().close();
        return items;
    }

    /** What is here and wasn't {@code before}. */
    List<Item> since(SessionState before) {
        return items.stream().filter(item -> !before.items.contains(item)).toList();
    }
}
