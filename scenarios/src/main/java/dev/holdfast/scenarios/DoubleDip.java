package dev.holdfast.scenarios;

import static dev.holdfast.scenarios.Shop.ALREADY_CLAIMED;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Gate;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Rule;
import dev.holdfast.scenarios.internal.Sale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One user asks for the same coupon in many sessions at once. With a stock of 100 only the duplicate can be the reason of
 * a refusal; with a stock of 1 both are true, and the duplicate has to be told. Immutable.
 */
public final class DoubleDip implements Scenario {
    private static final String COUPON = "coupon-a";
    private static final int SESSIONS = 10;
    private static final int ROUNDS = 20;

    private final Card card;
    private final int stock;
    private final Shop shop;

    public DoubleDip(int stock, Shop shop) {
        this.stock = stock;
        this.shop = shop;
        Card.Builder builder = Card.of("double-dip-stock-" + stock)
                .claim(
                        "When one user asks %d times at once for a coupon of which there are %d, one claim succeeds and the others are told that they already have it."
                                .formatted(SESSIONS, stock))
                .source(
                        "A coupon service that looked at the stock before the duplicate; its tests hid that with a stock of 100.")
                .tags("coupons", "contention")
                .witness(Witness.lockWaits(SESSIONS / 2))
                .witness(Witness.observations(ROUNDS));
        Rule.on(
                builder,
                Rule.ONE_CLAIM_PER_USER,
                Rule.DUPLICATE_BEFORE_SOLD_OUT,
                Rule.EXACT_WINNERS,
                Rule.CONSERVATION,
                Rule.ACKNOWLEDGED_IS_DURABLE);
        this.card = builder.forms(
                new Form(SESSIONS, ROUNDS, 1, Duration.ofMillis(1500)),
                new Form(SESSIONS, 20 * ROUNDS, 1, Duration.ofSeconds(20)));
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of("claim", COUPON, "greedy")));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends CouponTrial {
        Running(Stage stage) throws SQLException {
            super(stage, DoubleDip.this.shop, stock);
        }

        @Override
        public void prepare(int round) throws SQLException {
            stock(round, COUPON);
        }

        @Override
        public Optional<Gate> gate(int round) {
            return round % 2 == 0
                    ? Optional.of(atCoupon(COUPON, round, half(stage.form().sessions())))
                    : Optional.empty();
        }

        @Override
        void judge(List<Sale> sales, History history) {
            for (Sale sale : sales) {
                rules.oneClaimPerUser(sale);
                rules.duplicateBeforeSoldOut(sale);
                rules.exactWinners(sale, ALREADY_CLAIMED);
                rules.conservation(sale.book(), "after the round");
                rules.acknowledgedIsDurable(sale);
            }
        }
    }
}
