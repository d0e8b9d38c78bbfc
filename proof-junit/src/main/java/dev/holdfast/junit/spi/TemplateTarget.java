package dev.holdfast.junit.spi;

import javax.sql.DataSource;

/**
 * The database that is to become a template. Its name changes before it is cloned.
 *
 * @param jdbcUrl without user and password
 * @param user the server's administrator
 * @param password empty if pgjdbc finds it by itself; never shown
 * @param dataSource opens a connection each time, with all of the above
 */
public record TemplateTarget(String jdbcUrl, String user, String password, DataSource dataSource) {
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
