package dev.holdfast.connections;

import java.sql.SQLException;

/** Both databases at once; see {@link Connections#acquireBoth}. */
public record LeasePair(Lease system, Lease tenant) implements AutoCloseable {
    /** Gives both back, also if one of them fails. */
    @Override
    public void close() throws SQLException {
        try (system) {
            tenant.close();
        }
    }
}
