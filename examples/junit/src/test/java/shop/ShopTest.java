package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

// snippet: repository
@Holdfast
@Template(by = Migrated.class)
class ShopTest {
    @Test
    void sellsWhatThereIs(DataSource dataSource) throws SQLException {
        Shop shop = new Shop(dataSource);
        assertThat(shop.buy("ticket", "ann")).isTrue();
        assertThat(shop.buy("ticket", "bob")).isFalse();
        assertThat(shop.stock("ticket")).hasValue(0);
    }

    @Test
    void everyTestHasItsOwnDatabase(DataSource dataSource) throws SQLException {
        assertThat(new Shop(dataSource).stock("ticket")).hasValue(1);
    }
}
// end
