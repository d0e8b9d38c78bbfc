package dev.holdfast.connections.internal;

import dev.holdfast.core.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A JVM that is killed while it fills a tenant's database. Says so when it does. */
final class KilledMaker {
    private KilledMaker() {}

    /** Port and database; the password is in the environment. */
    public static void main(String[] arguments) throws SQLException {
        OneServer server = new OneServer(Integer.parseInt(arguments[0]), System.getenv("PGPASSWORD"));
        try (Connection system = server.connect("postgres")) {
            new TenantDatabases(system, server::connect)
                    .create(arguments[1], KilledMaker::fill, Deadline.in(Duration.ofMinutes(10)));
        }
    }

    private static void fill(Connection connection) throws SQLException {
        OneServer.execute(connection, "CREATE TABLE half (n int)");
        System.out.println("filling");
        OneServer.execute(connection, "SELECT pg_sleep(600)");
    }
}
