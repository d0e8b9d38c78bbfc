package dev.holdfast.junit.internal;

import dev.holdfast.junit.spi.Original;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An original that this process made. */
final class OwnedOriginal implements Original {
    private final PostgresServer server;
    private final Database database;

    OwnedOriginal(PostgresServer server, Database database) {
        this.server = server;
        this.database = database;
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
        return server.user();
    }

    @Override
    public String password() {
        return server.password().use(String::new);
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
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE \"" + name() + "\" ALLOW_CONNECTIONS false");
            statement.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name() + "'");
        }
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
