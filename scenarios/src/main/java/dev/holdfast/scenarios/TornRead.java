package dev.holdfast.scenarios;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import dev.holdfast.proof.Witness;
import dev.holdfast.scenarios.internal.CouponRules;
import dev.holdfast.scenarios.internal.Rule;
import dev.holdfast.scenarios.internal.Sale;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Half of the sessions claim while the other half look at the coupon: what a reader is shown must come from one moment.
 * Immutable.
 */
public final class TornRead implements Scenario {
    private static final String COUPON = "coupon-a";
    private static final int AMOUNT = 100;
    private static final int SESSIONS = 8;
    private static final int STEPS = 20;

    private final Card card;
    private final Shop shop;

    public TornRead(Shop shop) {
        this.shop = shop;
        Card.Builder builder = Card.of("torn-read")
                .claim("What a reader is shown while claims run adds up: remaining plus claimed is the amount.")
                .source("A coupon service that read the stock and the claims in two statements on two connections.")
                .tags("coupons", "isolation")
                .witness(new Witness("reads_overlapping_a_claim", 20, "reads during which a claim was committed"))
                .witness(Witness.observations(4));
        Rule.on(builder, Rule.CONSERVATION, Rule.NO_OVERSELL, Rule.ACKNOWLEDGED_IS_DURABLE);
        this.card = builder.forms(
                new Form(SESSIONS, 4, STEPS, Duration.ofSeconds(2)),
                new Form(SESSIONS, 100, STEPS, Duration.ofSeconds(20)));
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> script(session, form.steps(), dice));
    }

    private static List<Step> script(int session, int steps, RandomGenerator dice) {
        if (session % 2 == 1) {
            return Collections.nCopies(steps, Step.of("read", COUPON));
        }
        String user = "user-" + session + "-" + dice.nextInt(1000) + "-";
        return IntStream.range(0, steps)
                .mapToObj(i -> Step.of("claim", COUPON, user + i))
                .toList();
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends CouponTrial {
        Running(Stage stage) throws SQLException {
            super(stage, TornRead.this.shop, AMOUNT);
        }

        @Override
        public void prepare(int round) throws SQLException {
            stock(round, COUPON);
        }

        @Override
        void judge(List<Sale> sales, History history) {
            for (Sale sale : sales) {
                rules.conservation(sale.book(), "after the round");
                rules.readsConserve(sale);
                rules.noOversell(sale);
                rules.acknowledgedIsDurable(sale);
                stage.findings().witnessed("reads_overlapping_a_claim", CouponRules.readsDuringClaims(sale));
            }
        }
    }
}
