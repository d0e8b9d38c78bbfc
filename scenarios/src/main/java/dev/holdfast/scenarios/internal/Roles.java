package dev.holdfast.scenarios.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.proof.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The roles of one trial: they belong to the whole server, so they are dropped when the trial ends. Thread-safe. */
public final class Roles implements AutoCloseable {
    private static final AtomicLong TRIALS = new AtomicLong();

    private final Stage stage;
    private final long trial = TRIALS.incrementAndGet();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    private Roles(Stage stage) {
        this.stage = stage;
    }

    /** Dropped, whatever happens, when the stage is. */
    public static Roles on(Stage stage) {
        Roles roles = new Roles(stage);
        stage.closeLater(roles);
        return roles;
    }

    /** The role's name on the server, quoted. */
    public String quoted(String role) {
        return Identifiers.name(name(role));
    }

    private String name(String role) {
        return names.computeIfAbsent(role, planned -> stage.server().nameFor("t" + trial + "_" + planned));
    }

    /** Which of this trial's roles exist, by their names on the server. */
    public List<String> existing(Connection connection) throws SQLException {
        return Sql.rows(
                connection,
                row -> row.getString(1),
                "select rolname from pg_roles where rolname = any (?) order by 1",
                connection.createArrayOf("text", names.values().toArray()));
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = stage.database().connect()) {
            for (String role : existing(connection)) {
                Sql.run(connection, "drop owned by " + Identifiers.name(role));
                Sql.run(connection, "drop role " + Identifiers.name(role));
            }
        }
    }

    @Override
    public String toString() {
        return "the roles of trial " + trial;
    }
}
