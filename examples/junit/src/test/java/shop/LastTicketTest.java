package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.junit.Holdfast;
import dev.holdfast.junit.RepeatWithSeeds;
import dev.holdfast.junit.Sessions;
import dev.holdfast.junit.Template;
import dev.holdfast.proof.Witness;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@Holdfast
@Template(by = Migrated.class)
class LastTicketTest {
    private static final String SOLD_TWICE =
            "select item, count(*) from orders where item = 'ticket' group by item having count(*) > 1";

    // snippet: race
    @Test
    void theLastTicketIsSoldOnce(DataSource dataSource, Sessions sessions) {
        Shop shop = new Shop(dataSource);
        sessions.of(20)
                .invariant("the ticket is sold at most once", SOLD_TWICE)
                .meetAt("select from items where name = 'ticket' for update", 5)
                .witness(Witness.lockWaits(5))
                .run(session -> shop.buy("ticket", "buyer-" + session.number()));
    }
    // end

    @Test
    void andHadItBeenSoldTwiceTheTestWouldSayso(DataSource dataSource, Sessions sessions) {
        Shop shop = new Shop(dataSource);
        assertThatThrownBy(() -> sessions.of(20)
                        .invariant("the ticket is sold at most once", SOLD_TWICE)
                        .meetAt("select from items where name = 'ticket' for update", 2)
                        .run(session -> shop.buyCarelessly("ticket", "buyer-" + session.number())))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the ticket is sold at most once");
    }

    // snippet: seeds
    @RepeatWithSeeds(5)
    void noPosterIsLostOrInvented(DataSource dataSource, Sessions sessions) throws SQLException {
        Shop shop = new Shop(dataSource);
        sessions.of(8)
                .times(5)
                .invariant(
                        "posters and orders make 100",
                        "select stock from items where name = 'poster' and stock + (select count(*) from orders) <> 100")
                .run(session -> session.random().nextBoolean() && shop.buy("poster", "someone"));
        assertThat(shop.stock("poster").orElseThrow()).isBetween(60, 100);
    }
    // end
}
