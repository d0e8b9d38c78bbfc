package dev.holdfast.junit.internal;

import dev.holdfast.servers.Database;
import java.sql.Connection;

/**
 * A database lent to a test.
 *
 * @param database ours until it is given back
 * @param role logs in to it, and to it alone; the administrator's name where roles can't be created
 * @param password of the role
 * @param warm a connection of that role, open when it is lent; in auto-commit mode
 */
public record Lease(Database database, String role, String password, Connection warm) {
    @Override
    public String toString() {
        return database.name();
    }
}
