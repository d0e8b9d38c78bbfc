package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Sessions;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

@Holdfast
@Template(by = Migrated.class)
class DeadlockTest {
    // snippet: deadlock
    @Test
    void moversWhoMeetAreRepeated(TestDatabase database, Sessions sessions) throws SQLException {
        Shop shop = new Shop(database.dataSource());
        sessions.of(4)
                .times(10)
                .invariant(
                        "nothing is lost on the way",
                        "select sum(stock) from items where name in ('poster', 'mug') having sum(stock) <> 200")
                .meetAt("select from items where name in ('poster', 'mug') for update", 4)
                .each(session -> {
                    boolean forth = session.number() % 2 == 0;
                    shop.move(forth ? "poster" : "mug", forth ? "mug" : "poster", 1);
                });
        assertThat(deadlocks(database)).isPositive(); // or the test would have shown nothing
    }
    // end

    private static long deadlocks(TestDatabase database) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_stat_get_db_deadlocks(oid) from pg_database where datname = current_database()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
