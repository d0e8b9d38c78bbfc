package shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.junit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Holdfast(ownServer = true)
@Template(by = Migrated.class)
class RestartTest {
    // snippet: restart
    @Test
    void theShopIsOpenAgainAfterARestart(TestDatabase database, Faults faults) throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(database.dataSource());
            Shop shop = new Shop(pool);
            assertThat(shop.buy("poster", "ann")).isTrue();
            faults.server().killPostmaster();
            faults.server().startAgain();
            database.awaitReady(Duration.ofSeconds(30));
            assertThat(shop.buy("poster", "bob")).isTrue();
            assertThat(shop.stock("poster")).hasValue(98);
        }
    }
    // end
}
