package dev.holdfast.junit.internal;

import dev.holdfast.servers.Database;
import java.sql.Connection;

/**
 * A database lent to a test.
 *
 * @param database ours until it is given back
 * @param role logs in to it, owns it, and has no other; the administrator's name where roles can't be created
 * @param password of the role
 * @param warm a connection of that role, open when it is lent; in auto-commit mode
 * @param ownRole whether {@code role} was made for this database, so that what it creates on the server is this test's
 */
public record Lease(Database database, String role, String password, Connection warm, boolean ownRole) {
    /** With the administrator's login. */
    public Lease(Database database, String role, String password, Connection warm) {
        this(database, role, password, warm, false);
    }

    @Override
    public String toString() {
        return database.name();
    }
}
