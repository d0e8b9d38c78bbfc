package dev.holdfast.connections.spi;

import dev.holdfast.connections.internal.postgres.PostgresConnector;
import java.sql.SQLException;

/** Opens physical connections to one server. Thread-safe. */
public interface Connector extends AutoCloseable {
    /**
     * What is used where the options name no other, for a connector that adds something to it.
     *
     * @param url of the server; its database is not looked at
     * @throws dev.holdfast.core.InvalidOption if it can't be one of a single server, with all that is wrong with it
     */
    static Connector postgresql(String url, String applicationName) {
        return new PostgresConnector(url, applicationName);
    }

    /**
     * Opens one, on the calling thread, which may be a virtual one. Ends soon after {@link Attempt#abort}, with an exception.
     *
     * @throws SQLException with the server's SQLSTATE, as the driver throws it. By then no backend of the attempt is left;
     *     where that can't be known (no answer from the network), {@link Attempt#backendUnknown} has been called
     */
    PhysicalConnection connect(Attempt attempt) throws SQLException;

    /** Ends what it needs for itself (threads). The connections have been ended before. */
    @Override
    default void close() {}
}
