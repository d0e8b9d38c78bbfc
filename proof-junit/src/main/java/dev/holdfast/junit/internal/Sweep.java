package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a test left on a server: first sessions, then what they held. What can't be removed doesn't keep the rest
 * from being so; it is logged.
 *
 * @param warm the session of the lease, which stays
 * @param inside opens connections to the lease's database
 */
record Sweep(ServerProbe probe, Lease lease, int warm, Inside inside) {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** To the lease's database, as the administrator. */
    interface Inside {
        Connection connect() throws SQLException;
    }

    void of(List<Seen> found) throws SQLException {
        List<Integer> pids = found.stream()
                .filter(seen -> seen.isSession() && seen.pid() != warm)
                .map(Seen::pid)
                .toList();
        if (!pids.isEmpty()) {
            probe.terminate(pids);
        }
        rollBackWarm(found);
        for (Map.Entry<String, List<String>> work : statements(found).entrySet()) {
            run(work.getKey(), work.getValue());
        }
        probe.forget(lease, found);
    }

    /** The lease's own connection stays, without what the test began on it. */
    private void rollBackWarm(List<Seen> found) {
        if (found.stream().noneMatch(seen -> seen.pid() == warm)) {
            return;
        }
        try {
            Connection connection = lease.warm();
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
                statement.execute("DISCARD ALL");
            }
        } catch (SQLException e) {
            LOG.debug("the lease's own connection could not be put back", e);
        }
    }

    /** By database, in an order that works. */
    private Map<String, List<String>> statements(List<Seen> found) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        String here = lease.database().name();
        for (Seen.What what : Seen.What.values()) {
            for (Seen seen : found) {
                if (seen.what() == what) {
                    String database = what == Seen.What.PREPARED ? seen.database() : here;
                    all.computeIfAbsent(database, unused -> new ArrayList<>()).addAll(statements(seen));
                }
            }
        }
        all.values().removeIf(List::isEmpty);
        return all;
    }

    private static List<String> statements(Seen seen) {
        return switch (seen.what()) {
            case SESSION, LOCK -> List.of();
            case PREPARED -> List.of("ROLLBACK PREPARED " + Identifiers.literal(seen.name()));
            case SLOT -> dropSlot(seen.name());
            case DATABASE -> dropDatabase(seen.name());
            case ROLE -> dropRole(seen.name());
            case UNOWNED ->
                switch (seen.detail()) {
                    case "role" -> dropRole(seen.name());
                    case "database" -> dropDatabase(seen.name());
                    default -> dropSlot(seen.name());
                };
        };
    }

    /** A temporary slot went with its session. */
    private static List<String> dropSlot(String name) {
        return List.of("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = "
                + Identifiers.literal(name));
    }

    private static List<String> dropDatabase(String name) {
        return List.of("DROP DATABASE IF EXISTS " + Identifiers.name(name) + " WITH (FORCE)");
    }

    private static List<String> dropRole(String name) {
        String role = Identifiers.name(name);
        return List.of("DROP OWNED BY " + role + " CASCADE", "DROP ROLE IF EXISTS " + role);
    }

    private void run(String database, List<String> statements) {
        try (Connection connection = database.equals(lease.database().name())
                        ? inside.connect()
                        : probe.server().connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                run(statement, sql);
            }
        } catch (SQLException e) {
            LOG.warn("what a test left behind in {} could not be removed: {}", database, e.getMessage());
        }
    }

    private static void run(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            LOG.warn("what a test left behind could not be removed: {}: {}", sql, e.getMessage());
        }
    }
}
