package dev.holdfast.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.servers.Database;
import dev.holdfast.servers.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Holdfast(ownServer = true)
class KeepingTest {
    @Test
    void aDatabaseStaysUnderAnotherNameUntilItsTimeIsOver(Faults faults) throws SQLException {
        EmbeddedPostgres server = faults.server();
        Keeping keeping = new Keeping(server);
        String kept = keeping.keep(lease(server), Duration.ofHours(1), "fails(Connection)");
        keeping.dropExpired();
        assertThat(one(
                        server,
                        kept,
                        "select string_agg(word, ' ') || ' ' || tableowner from of_the_test, pg_tables"
                                + " where tablename = 'of_the_test' group by tableowner"))
                .isEqualTo("here postgres");
        assertThat(one(
                        server,
                        "postgres",
                        "select shobj_description(oid, 'pg_database') from pg_database where datname = '" + kept + "'"))
                .startsWith("kept until 2")
                .endsWith("of the test fails(Connection)");
        String over = keeping.keep(lease(server), Duration.ZERO, "fails(Connection)");
        keeping.dropExpired();
        assertThat(one(
                        server,
                        "postgres",
                        "select string_agg(datname, ' ') from pg_database where datname like 'holdfast_kept%'"))
                .isEqualTo(kept)
                .doesNotContain(over);
    }

    /** With a role of its own, which owns a table, and a session that is still open. */
    private static Lease lease(EmbeddedPostgres server) throws SQLException {
        Database database = server.createDatabase("kept");
        String role = database.name() + "_r";
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + role + " login in role postgres");
            statement.execute("alter database " + database.name() + " owner to " + role);
            statement.execute("set role " + role);
            statement.execute("create table of_the_test (word text)");
            statement.execute("insert into of_the_test values ('here')");
        }
        return new Lease(database, role, "", database.connect(), true);
    }

    private static String one(EmbeddedPostgres server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
