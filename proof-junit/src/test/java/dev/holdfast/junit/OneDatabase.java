package dev.holdfast.junit;

import dev.holdfast.servers.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A double of what the extension gives: a database without leak proof. */
record OneDatabase(Database database, String jdbcUrl, String user, String password) implements TestDatabase {
    static OneDatabase direct(Database database) {
        return through(database.jdbcUrl(), database);
    }

    static OneDatabase through(String jdbcUrl, Database database) {
        return new OneDatabase(
                database,
                jdbcUrl,
                database.server().user(),
                database.server().password().use(String::new));
    }

    @Override
    public String name() {
        return database.name();
    }

    @Override
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(user);
        source.setPassword(password);
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
    public List<Leak> leaks() {
        return List.of();
    }

    @Override
    public void assertNoLeaks() {}

    @Override
    public Map<String, Integer> connectionsByState() {
        throw new UnsupportedOperationException("a double");
    }

    @Override
    public <T> Measured<T> measure(Callable<T> work) {
        throw new UnsupportedOperationException("a double");
    }

    @Override
    public void awaitReady(Duration limit) {
        throw new UnsupportedOperationException("a double");
    }
}
