package dev.holdfast.connections.spi;

import java.sql.SQLException;

/** Opens physical connections to one server. Thread-safe. */
public interface Connector extends AutoCloseable {
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
