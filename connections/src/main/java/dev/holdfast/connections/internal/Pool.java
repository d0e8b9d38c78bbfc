package dev.holdfast.connections.internal;

import dev.holdfast.connections.Connections;
import dev.holdfast.connections.ConnectionsOptions;
import java.sql.SQLException;

/** Placeholder. */
public final class Pool {
    private Pool() {}

    public static Connections open(ConnectionsOptions options) throws SQLException {
        if (options.budget() >= 0) {
            throw new SQLException("not built yet");
        }
        return java.util.Objects.requireNonNull(null);
    }
}
