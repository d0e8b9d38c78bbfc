package dev.holdfast.junit.spi;

import javax.sql.DataSource;

/**
 * The database that is to become a template.
 *
 * @param jdbcUrl without user and password
 */
public record TemplateTarget(String jdbcUrl, String user, String password, DataSource dataSource) {
    @Override
    public String toString() {
        return jdbcUrl;
    }
}
