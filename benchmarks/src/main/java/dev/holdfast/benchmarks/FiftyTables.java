package dev.holdfast.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The schema of the databases that are handed out, and what a test does with one. */
final class FiftyTables {
    static final String WORK = "INSERT INTO t1 (name) VALUES ('x'); INSERT INTO t2 (name) VALUES ('x')";

    private FiftyTables() {}

    static void create(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            create(connection);
        }
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int table = 1; table <= 50; table++) {
                statement.execute("CREATE TABLE t" + table
                        + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, amount int,"
                        + " made timestamptz DEFAULT now())");
            }
        }
    }
}
