package dev.holdfast.scenarios;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Gate;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.Deadlocks;
import dev.holdfast.scenarios.internal.Rule;
import dev.holdfast.scenarios.internal.Sale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Every user asks for the same two coupons in one transaction, half of them in the opposite order. Of one coupon there is
 * less than of the other, so that some baskets fail when their first half is already taken. Immutable.
 */
public final class OppositeOrder implements Scenario {
    private static final String PLENTY = "coupon-a";
    private static final String SCARCE = "coupon-b";
    private static final String EARLY_BIRD = "early-bird";
    private static final int AMOUNT = 3;
    private static final int SESSIONS = 6;

    private final Card card;
    private final BasketShop shop;

    public OppositeOrder(BasketShop shop) {
        this.shop = shop;
        Card.Builder builder = Card.of("opposite-order")
                .claim("When baskets name the same coupons in opposite order, there is no deadlock and no half basket.")
                .source("A coupon service's deadlock test, which locked a single row and so could not deadlock.")
                .tags("coupons", "deadlock")
                .witness(Witness.lockWaits(SESSIONS / 2));
        Rule.on(
                builder,
                Rule.NO_DEADLOCK,
                Rule.ALL_OR_NOTHING,
                Rule.NO_OVERSELL,
                Rule.CONSERVATION,
                Rule.ACKNOWLEDGED_IS_DURABLE);
        this.card = builder.forms(
                new Form(SESSIONS, 3, 1, Duration.ofSeconds(1)), new Form(SESSIONS, 200, 1, Duration.ofSeconds(12)));
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> {
            String basket = session % 2 == 0 ? PLENTY + "," + SCARCE : SCARCE + "," + PLENTY;
            return List.of(Step.of("claim", basket, "user-" + session));
        });
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends CouponTrial {
        private final Deadlocks deadlocks;

        Running(Stage stage) throws SQLException {
            super(stage, OppositeOrder.this.shop, AMOUNT);
            deadlocks = Deadlocks.since(stage.oracle());
        }

        @Override
        public void prepare(int round) throws SQLException {
            stock(round, PLENTY, SCARCE);
            claimEarly(round, SCARCE, EARLY_BIRD);
        }

        @Override
        Set<String> earlier(String coupon) {
            return coupon.startsWith(SCARCE) ? Set.of(EARLY_BIRD) : Set.of();
        }

        @Override
        public Optional<Gate> gate(int round) {
            return Optional.of(atCoupon(PLENTY, round, half(stage.form().sessions())));
        }

        @Override
        public Outcome perform(Session session, Step step) throws SQLException {
            List<String> basket = coupons(step).stream()
                    .map(coupon -> Sale.coupon(coupon, session.round()))
                    .toList();
            return OppositeOrder.this.shop.claimAll(session, step.argument(1), basket);
        }

        @Override
        List<String> coupons(Step step) {
            return List.of(step.argument(0).split(",", -1));
        }

        @Override
        void judge(List<Sale> sales, History history) throws SQLException {
            for (Sale sale : sales) {
                rules.noOversell(sale);
                rules.conservation(sale.book(), "after the round");
                rules.acknowledgedIsDurable(sale);
            }
            history.events().forEach(event -> allOrNothing(event, sales));
            deadlocks.judge(stage.oracle(), history, stage.findings());
        }

        private void allOrNothing(Event event, List<Sale> sales) {
            List<String> basket = coupons(event.step()).stream()
                    .map(coupon -> Sale.coupon(coupon, event.round()))
                    .toList();
            List<String> held = sales.stream()
                    .filter(sale -> sale.book().users().contains(event.step().argument(1)))
                    .map(sale -> sale.book().coupon())
                    .filter(basket::contains)
                    .toList();
            if (!held.isEmpty() && held.size() < basket.size()) {
                stage.findings()
                        .violated(
                                Rule.ALL_OR_NOTHING.id(),
                                "Let %s ask for %s in one basket. Then they have all of it or none, but they have only %s, and were answered %s: a contradiction."
                                        .formatted(
                                                event.step().argument(1),
                                                basket,
                                                held,
                                                event.outcome().answer()),
                                List.of(event));
            }
        }
    }
}
