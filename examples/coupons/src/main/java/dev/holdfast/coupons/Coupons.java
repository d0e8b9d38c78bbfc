package dev.holdfast.coupons;

import dev.holdfast.connections.Connections;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The service, running in this process on 127.0.0.1. Thread-safe.
 *
 * <pre>{@code
 * try (Coupons coupons = Coupons.start(CouponsOptions.on(url, credentials))) {
 *     System.out.println("http://127.0.0.1:" + coupons.port());
 * }
 * }</pre>
 */
public final class Coupons implements AutoCloseable {
    private final Database database;
    private final Door door;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Coupons(Database database, Door door) {
        this.database = database;
        this.door = door;
    }

    /**
     * Makes the database if there is none, and begins to listen.
     *
     * @throws dev.holdfast.core.InvalidOption if options contradict the server
     * @throws SQLException if the database can't be reached
     * @throws IllegalStateException if the port is taken
     */
    public static Coupons start(CouponsOptions options) throws SQLException {
        Database database = Database.open(options);
        Door door = new Door(options, database);
        try {
            door.open();
            return new Coupons(database, door);
        } catch (RuntimeException e) {
            door.close();
            database.close();
            throw e;
        }
    }

    public int port() {
        return door.port();
    }

    /** For who wants to see who holds them. */
    public Connections connections() {
        return database.connections();
    }

    /** Takes no new requests, answers those that are here, within their deadlines, and closes all connections. Again, it does nothing. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            door.close();
            database.close();
        }
    }
}
