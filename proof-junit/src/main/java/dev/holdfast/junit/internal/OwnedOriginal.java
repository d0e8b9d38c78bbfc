package dev.holdfast.junit.internal;

import dev.holdfast.core.Identifiers;
import dev.holdfast.junit.spi.Original;
import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An original that this JVM made. */
final class OwnedOriginal implements Original {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedOriginal.class);

    /** Milliseconds; a session ends at its next wait for an event. */
    private static final int TO_LEAVE = 5_000;

    private final ServerInUse server;
    private final Database database;

    private OwnedOriginal(ServerInUse server, Database database) {
        this.server = server;
        this.database = database;
    }

    static Original create(ServerInUse server, String name, String template) throws SQLException {
        OwnedOriginal original = new OwnedOriginal(server, server.server().adopt(name));
        original.execute("CREATE DATABASE " + Identifiers.name(name) + " TEMPLATE " + Identifiers.name(template));
        return original;
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.server().connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
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
        return server.server().user();
    }

    @Override
    public String password() {
        return server.server().password().use(String::new);
    }

    @Override
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    /** First nobody can come in any more, then those inside leave. */
    @Override
    public void freeze() throws SQLException {
        execute(
                "ALTER DATABASE " + Identifiers.name(name()) + " ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid, " + TO_LEAVE + ") FROM pg_stat_activity WHERE datname = "
                        + Identifiers.literal(name()));
    }

    /** Who closes it, does so at the end, when nobody is there to be told; what is left is reaped by the next run. */
    @Override
    public void close() {
        server.forget(name());
        try {
            database.close();
        } catch (RuntimeException e) {
            LOG.debug("could not drop {}", name(), e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
