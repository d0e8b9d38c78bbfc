package dev.holdfast.connections.internal.postgres;

import dev.holdfast.connections.spi.Attempt;
import dev.holdfast.connections.spi.Connector;
import dev.holdfast.connections.spi.PhysicalConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgConnection;

/** Opens connections to the databases of one server with PostgreSQL's driver, on our own sockets. Thread-safe. */
public final class PostgresConnector implements Connector {
    /** After an attempt that the server refused, its process ends by itself. */
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(2);

    /** After one that was given up there may be nobody at the other end. */
    private static final Duration AFTER_ABORT = Duration.ofMillis(250);

    private final ServerUrl server;
    private final String applicationName;
    private final IdleWatch watch;

    /**
     * For the server of {@code url}.
     *
     * @param url {@code jdbc:postgresql://host:port/database?properties}; its database is not looked at
     * @throws dev.holdfast.core.InvalidOption if the URL can't be one of a single server, with all that is wrong with it
     */
    public PostgresConnector(String url, String applicationName) {
        this.server = ServerUrl.parse(url);
        this.applicationName = applicationName;
        this.watch = new IdleWatch();
    }

    @Override
    public PhysicalConnection connect(Attempt attempt) throws SQLException {
        try (AttemptSockets sockets = AttemptSockets.of(attempt)) {
            try {
                return open(attempt, sockets);
            } finally {
                sockets.end(attempt.isAborted() ? AFTER_ABORT : AFTER_REFUSAL);
            }
        }
    }

    private PhysicalConnection open(Attempt attempt, AttemptSockets sockets) throws SQLException {
        BaseConnection connection = login(attempt, sockets.id());
        try {
            return new PostgresConnection(connection, sockets.keep(), watch);
        } catch (IOException e) {
            throw new SQLNonTransientConnectionException(e.getMessage(), "08001", e);
        }
    }

    /** Not by the driver's own door, which would look up the process's login timeout. */
    private BaseConnection login(Attempt attempt, String socketsId) throws SQLException {
        Properties properties = server.properties(attempt.database(), attempt.credential(), applicationName, socketsId);
        try {
            return new PgConnection(server.server(), properties, server.url());
        } finally {
            properties.remove("password");
        }
    }

    @Override
    public void close() {
        watch.close();
    }
}
