package dev.holdfast.proof.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Route;
import dev.holdfast.proof.Stage;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A database of one trial and the connections that look at it; closed in reverse order. */
final class TheStage implements Stage, AutoCloseable {
    private final Database database;
    private final Form form;
    private final long seed;
    private final Route route;
    private final Findings findings;
    private final Connection admin;
    private final Connection oracle;

    @GuardedBy("closing")
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();

    private TheStage(Database database, Form form, long seed, Route route, Findings findings) throws SQLException {
        this.database = database;
        this.form = form;
        this.seed = seed;
        this.route = route;
        this.findings = findings;
        closeLater(database);
        try {
            this.admin = observer("admin");
            this.oracle = observer("oracle");
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static TheStage on(PostgresServer server, String label, Form form, long seed, Route route, Findings findings)
            throws SQLException {
        return new TheStage(server.createDatabase(label), form, seed, route, findings);
    }

    /** A connection straight to the server that is not a session. */
    Connection observer(String purpose) throws SQLException {
        Connection connection = Route.DIRECT.open(database, "holdfast-" + purpose);
        closeLater(connection);
        return connection;
    }

    /** The application name of a session, less its number. */
    static String sessionPrefix() {
        return "holdfast-session-";
    }

    @Override
    public PostgresServer server() {
        return database.server();
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public Connection admin() {
        return admin;
    }

    @Override
    public Connection oracle() {
        return oracle;
    }

    @Override
    public Connection connect(int session) throws SQLException {
        return route.open(database, sessionPrefix() + session);
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public void closeLater(AutoCloseable resource) {
        synchronized (closing) {
            closing.push(resource);
        }
    }

    /** Closes everything, whatever a single close throws; what was thrown is a finding. */
    @Override
    public void close() {
        for (Optional<AutoCloseable> resource = next(); resource.isPresent(); resource = next()) {
            close(resource.get());
        }
    }

    private void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            findings.unknown("tidying-failed", "closing " + resource + " failed: " + e);
        }
    }

    private Optional<AutoCloseable> next() {
        synchronized (closing) {
            return Optional.ofNullable(closing.poll());
        }
    }
}
