package dev.holdfast.scenarios;

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
import dev.holdfast.scenarios.internal.Deadlocks;
import dev.holdfast.scenarios.internal.Rule;
import dev.holdfast.scenarios.internal.Sale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A fifth creations, half claims, the rest reads, over few coupons and few users, so that every answer that a shop can
 * give is given. The first step of every session is a claim of one coupon; in even rounds those meet at its row.
 * Immutable.
 */
public final class MixedLoad implements Scenario {
    private static final String[] COUPONS = {"coupon-a", "coupon-b", "coupon-c"};
    private static final int AMOUNT = 20;
    private static final int USERS = 40;
    private static final int NEW_COUPONS = 12;
    private static final int SESSIONS = 20;

    private final Card card;
    private final Shop shop;

    public MixedLoad(Shop shop) {
        this.shop = shop;
        Card.Builder builder = Card.of("mixed-load")
                .claim(
                        "Under creations, claims and reads at once, every book balances at every moment and every answer is true.")
                .source("A coupon service's mixed load test, in which every single operation was allowed to fail.")
                .tags("coupons", "contention", "load")
                .witness(Witness.lockWaits(SESSIONS / 2))
                .witness(Witness.overlaps(10L * SESSIONS))
                .witness(Witness.observations(4))
                .witness(new Witness("duplicates_refused", 1, "claims refused because the user had the coupon"))
                .witness(new Witness("sold_out", 1, "claims refused because nothing was left"));
        Rule.on(
                builder,
                Rule.CONSERVATION,
                Rule.NO_OVERSELL,
                Rule.ONE_CLAIM_PER_USER,
                Rule.DUPLICATE_BEFORE_SOLD_OUT,
                Rule.ACKNOWLEDGED_IS_DURABLE,
                Rule.CREATE_ONCE,
                Rule.CREATED_IS_VISIBLE,
                Rule.NO_DEADLOCK);
        this.card = builder.forms(
                new Form(SESSIONS, 4, 25, Duration.ofSeconds(3)), new Form(SESSIONS, 100, 25, Duration.ofSeconds(50)));
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(
                form,
                random,
                (round, session, dice) -> Stream.concat(
                                Stream.of(claim(COUPONS[0], dice)),
                                Stream.generate(() -> step(dice)).limit(Math.max(0, form.steps() - 1)))
                        .toList());
    }

    private static Step step(RandomGenerator dice) {
        int roll = dice.nextInt(10);
        if (roll < 2) {
            return Step.of("create", "new-" + dice.nextInt(NEW_COUPONS));
        }
        String coupon =
                dice.nextInt(10) == 0 ? "new-" + dice.nextInt(NEW_COUPONS) : COUPONS[dice.nextInt(COUPONS.length)];
        return roll < 7 ? claim(coupon, dice) : Step.of("read", coupon);
    }

    private static Step claim(String coupon, RandomGenerator dice) {
        return Step.of("claim", coupon, "user-" + dice.nextInt(USERS));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends CouponTrial {
        private final Deadlocks deadlocks;

        Running(Stage stage) throws SQLException {
            super(stage, MixedLoad.this.shop, AMOUNT);
            deadlocks = Deadlocks.since(stage.oracle());
        }

        @Override
        public void prepare(int round) throws SQLException {
            stock(round, COUPONS);
        }

        @Override
        public Optional<Gate> gate(int round) {
            return round % 2 == 0
                    ? Optional.of(atCoupon(COUPONS[0], round, half(stage.form().sessions())))
                    : Optional.empty();
        }

        @Override
        void judge(List<Sale> sales, History history) throws SQLException {
            for (Sale sale : sales) {
                rules.conservation(sale.book(), "after the round");
                rules.readsConserve(sale);
                rules.noOversell(sale);
                rules.oneClaimPerUser(sale);
                rules.duplicateBeforeSoldOut(sale);
                rules.acknowledgedIsDurable(sale);
                rules.createOnce(sale);
                rules.createdIsVisible(sale);
            }
            deadlocks.judge(stage.oracle(), history, stage.findings());
            stage.findings().witnessed("duplicates_refused", history.count(e -> e.answered(Shop.ALREADY_CLAIMED)));
            stage.findings().witnessed("sold_out", history.count(e -> e.answered(Shop.SOLD_OUT)));
        }
    }
}
