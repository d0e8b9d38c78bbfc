package dev.holdfast.scenarios;

import static dev.holdfast.scenarios.Shop.SOLD_OUT;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many users ask for few coupons at the same moment. In even rounds they are made to meet at the coupon's row; in odd
 * rounds they run free. Immutable.
 */
public final class FlashSale implements Scenario {
    private static final String COUPON = "coupon-a";

    private final Card card;
    private final int amount;
    private final int claimedBefore;
    private final Shop shop;

    /**
     * @param stock how many are left when the sale begins
     * @param users how many ask, each once
     * @param claimedBefore how many others already have one
     * @param rounds of the quick form; the long form has twenty times as many
     */
    public FlashSale(String id, int stock, int users, int claimedBefore, int rounds, Shop shop) {
        this.amount = stock + claimedBefore;
        this.claimedBefore = claimedBefore;
        this.shop = shop;
        this.card = card(id, stock, users, rounds);
    }

    /** {@code flash-sale-<stock>-of-<users>}. */
    public static FlashSale of(int stock, int users, int rounds, Shop shop) {
        return new FlashSale("flash-sale-" + stock + "-of-" + users, stock, users, 0, rounds, shop);
    }

    /** One coupon, a hundred users. */
    public static FlashSale stampede(Shop shop) {
        return new FlashSale("stampede-1-of-100", 1, 100, 0, 6, shop);
    }

    /** Nine of ten are gone, and two users want the last. */
    public static FlashSale lastStock(Shop shop) {
        return new FlashSale("last-stock", 1, 2, 9, 20, shop);
    }

    private static Card card(String id, int stock, int users, int rounds) {
        Card.Builder card = Card.of(id)
                .claim(
                        "When %d users ask at once for %d of a coupon, exactly %d get one, and nobody is wrongly refused."
                                .formatted(users, stock, stock))
                .source(
                        "A coupon service's load tests, which asked over HTTP and could not tell whether two users ever met.")
                .tags("coupons", "contention")
                .witness(Witness.lockWaits(half(users)))
                .witness(Witness.observations(rounds));
        Rule.on(
                card,
                Rule.NO_OVERSELL,
                Rule.EXACT_WINNERS,
                Rule.CONSERVATION,
                Rule.ONE_CLAIM_PER_USER,
                Rule.ACKNOWLEDGED_IS_DURABLE);
        Duration quick = Duration.ofMillis(500 + 6L * users + rounds * (40L + 2L * users));
        Duration longer = Duration.ofMillis(500 + 6L * users + 20L * rounds * (40L + 2L * users));
        return card.forms(new Form(users, rounds, 1, quick), new Form(users, 20 * rounds, 1, longer));
    }

    private static int half(int users) {
        return CouponTrial.half(users);
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> List.of(Step.of("claim", COUPON, "user-" + session)));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends CouponTrial {
        private final Set<String> earlier = IntStream.range(0, claimedBefore)
                .mapToObj(i -> "early-bird-" + i)
                .collect(Collectors.toCollection(TreeSet::new));

        Running(Stage stage) throws SQLException {
            super(stage, FlashSale.this.shop, amount);
        }

        @Override
        Set<String> earlier(String coupon) {
            return earlier;
        }

        @Override
        public void prepare(int round) throws SQLException {
            stock(round, COUPON);
            for (String user : earlier) {
                claimEarly(round, COUPON, user);
            }
        }

        @Override
        public Optional<Gate> gate(int round) {
            return round % 2 == 0
                    ? Optional.of(atCoupon(
                            COUPON, round, CouponTrial.half(stage.form().sessions())))
                    : Optional.empty();
        }

        @Override
        void judge(List<Sale> sales, History history) {
            for (Sale sale : sales) {
                rules.noOversell(sale);
                rules.exactWinners(sale, SOLD_OUT);
                rules.conservation(sale.book(), "after the round");
                rules.oneClaimPerUser(sale);
                rules.acknowledgedIsDurable(sale);
            }
        }
    }
}
