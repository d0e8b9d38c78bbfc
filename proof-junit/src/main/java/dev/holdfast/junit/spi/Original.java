package dev.holdfast.junit.spi;

import dev.holdfast.junit.internal.Originals;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A database that is no test's: something that outlives tests, such as an application's context, fills it, and each test then
 * gets a clone. Gone when the JVM ends, if it wasn't closed before. Thread-safe.
 */
public interface Original extends AutoCloseable {
    /**
     * Opens one that begins as the databases of {@code testClass} would: on the same server, from the same template.
     *
     * @throws Exception what the server or the template has to say
     */
    static Original open(Class<?> testClass) throws Exception {
        return Originals.open(testClass);
    }

    /** Classes with the same key would get the same: the same server, the same content as it is now. */
    static String key(Class<?> testClass) throws Exception {
        return Originals.key(testClass);
    }

    /** On the server: {@code holdfast_…}. */
    String name();

    /** Without user and password. */
    String jdbcUrl();

    /** The server's administrator. */
    String user();

    String password();

    /** Opens a connection each time, as that user. */
    DataSource dataSource();

    /** From now on nobody can connect; whoever is connected is thrown out. Clones can be made. Again does nothing. */
    void freeze() throws SQLException;

    /** Drops it. Clones remain. */
    @Override
    void close();
}
