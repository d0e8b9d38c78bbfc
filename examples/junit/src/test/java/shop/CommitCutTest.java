package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.Faults;
import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.Template;
import dev.holdfast.transactions.UnknownOutcome;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@Holdfast
@Template(by = Migrated.class)
class CommitCutTest {
    // snippet: commit
    @Test
    void aLostAnswerIsNotAFailure(DataSource dataSource, Faults faults) throws SQLException {
        Shop shop = new Shop(dataSource);
        faults.arm("reset before command-complete(COMMIT)");
        assertThatThrownBy(() -> shop.buy("poster", "ann")).isInstanceOf(UnknownOutcome.class);
        assertThat(shop.stock("poster")).hasValue(99); // it was sold: to try again would sell another
    }

    @Test
    void withAKeyItMayBeTriedAgain(DataSource dataSource, Faults faults) throws SQLException {
        Shop shop = new Shop(dataSource);
        faults.arm("reset before command-complete(COMMIT)");
        shop.buyOnce("order-17", "poster", "ann");
        shop.buyOnce("order-17", "poster", "ann");
        assertThat(shop.stock("poster")).hasValue(99);
    }
    // end
}
