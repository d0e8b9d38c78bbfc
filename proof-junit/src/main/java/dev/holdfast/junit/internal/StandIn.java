package dev.holdfast.junit.internal;

import dev.holdfast.junit.Leak;
import dev.holdfast.junit.TestDatabase;
import dev.holdfast.junit.spi.DatabaseListener;
import dev.holdfast.junit.spi.Original;
import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/** Stand-in. */
public final class StandIn implements TestDatabase {
    private static final List<DatabaseListener> LISTENERS = ServiceLoader.load(DatabaseListener.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    private static final Map<String, StandIn> LENT = new ConcurrentHashMap<>();

    private final Database database;

    private StandIn(Database database) {
        this.database = database;
    }

    public static void begin(ExtensionContext context) throws Exception {
        for (DatabaseListener listener : LISTENERS) {
            if (listener.needsDatabase(context.getRequiredTestClass())) {
                Original original = listener.original(context).orElseThrow();
                Database empty = Originals.server().createDatabase("t");
                try (Connection connection = Originals.server().connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute("DROP DATABASE \"" + empty.name() + "\"");
                    statement.execute("CREATE DATABASE \"" + empty.name() + "\" TEMPLATE \"" + original.name() + "\"");
                }
                StandIn lent = new StandIn(empty);
                LENT.put(context.getUniqueId(), lent);
                listener.lent(context, lent);
            }
        }
    }

    public static void end(ExtensionContext context) throws Exception {
        StandIn lent = LENT.remove(context.getUniqueId());
        if (lent != null) {
            for (DatabaseListener listener : LISTENERS) {
                listener.returning(context, lent);
            }
            List<Leak> leaks = lent.leaks();
            lent.database.close();
            if (!leaks.isEmpty()) {
                throw new AssertionError(leaks.toString());
            }
        }
    }

    public static Object database(ExtensionContext context) {
        StandIn lent = LENT.get(context.getUniqueId());
        if (lent == null) {
            throw new IllegalStateException("none");
        }
        return lent;
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public String jdbcUrl() {
        return database.jdbcUrl();
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return database.server().password().use(String::new);
    }

    @Override
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    @Override
    public Connection connection() throws SQLException {
        return dataSource().getConnection();
    }

    @Override
    public DataSource watched(DataSource pool) {
        return pool;
    }

    @Override
    public List<Leak> leaks() throws SQLException {
        Integer connections = connectionsByState().get("all");
        return connections == null || connections == 0
                ? List.of()
                : List.of(new Leak(Leak.Kind.CONNECTION, connections + " connections", "", ""));
    }

    @Override
    public void assertNoLeaks() throws SQLException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Integer> connectionsByState() throws SQLException {
        try (Connection connection = Originals.server().connect();
                Statement statement = connection.createStatement();
                java.sql.ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + name() + "' AND state <> 'idle'")) {
            row.next();
            return Map.of("all", row.getInt(1));
        }
    }

    @Override
    public <T> Measured<T> measure(Callable<T> work) throws Exception {
        throw new UnsupportedOperationException();
    }

    @Override
    public void awaitReady(Duration limit) throws SQLException {
        throw new UnsupportedOperationException();
    }
}
