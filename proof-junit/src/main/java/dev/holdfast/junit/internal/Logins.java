package dev.holdfast.junit.internal;

import org.postgresql.ds.PGSimpleDataSource;

/** Data sources that open a connection each time they are asked. */
final class Logins {
    private Logins() {}

    /**
     * For one user of one database.
     *
     * @param password empty: pgjdbc looks into {@code ~/.pgpass}
     */
    static PGSimpleDataSource of(String jdbcUrl, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(user);
        source.setApplicationName("holdfast");
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
        return source;
    }
}
