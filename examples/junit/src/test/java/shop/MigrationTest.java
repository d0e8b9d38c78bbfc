package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Sessions;
import dev.holdfast.junit.TestDatabase;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

@Holdfast
class MigrationTest {
    // snippet: migration
    @Test
    void replicasThatStartTogetherMigrateOnce(TestDatabase database, Sessions sessions) throws SQLException {
        sessions.of(8)
                .invariant(
                        "each version once",
                        "select version from flyway_schema_history group by version having count(*) <> 1")
                .each(session -> Flyway.configure()
                        .dataSource(database.dataSource())
                        .load()
                        .migrate());
        assertThat(new Shop(database.dataSource()).stock("mug")).hasValue(100);
    }
    // end
}
