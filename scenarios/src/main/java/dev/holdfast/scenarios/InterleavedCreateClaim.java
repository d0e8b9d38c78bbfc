package dev.holdfast.scenarios;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Half of the sessions create the same coupon while the other half claim it, each for a user of their own, again and
 * again. In even rounds all meet at the table. Immutable.
 */
public final class InterleavedCreateClaim implements Scenario {
    private static final String COUPON = "coupon-a";
    private static final int SESSIONS = 30;
    private static final int STOCK = 50;
    private static final int ROUNDS = 10;

    private final Card card;
    private final Shop shop;

    public InterleavedCreateClaim(Shop shop) {
        this.shop = shop;
        Card.Builder builder = Card.of("interleaved-create-claim")
                .claim(
                        "When a coupon is created by many at once while others already claim it, one creation wins and no claim is lost.")
                .source("A coupon service's test with 15 creations and 15 claims.")
                .tags("coupons", "contention")
                .witness(Witness.lockWaits(SESSIONS / 2))
                .witness(Witness.observations(ROUNDS))
                .witness(new Witness("creations_refused", 1, "creations that came second"))
                .witness(new Witness("claims_granted", 1, "claims that found the coupon"));
        Rule.on(
                builder,
                Rule.CREATE_ONCE,
                Rule.CREATED_IS_VISIBLE,
                Rule.CONSERVATION,
                Rule.ONE_CLAIM_PER_USER,
                Rule.ACKNOWLEDGED_IS_DURABLE);
        this.card = builder.forms(
                new Form(SESSIONS, ROUNDS, 4, Duration.ofSeconds(2)),
                new Form(SESSIONS, 20 * ROUNDS, 4, Duration.ofSeconds(30)));
    }

    @Override
    public Card card() {
        return card;
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        return Plan.of(form, random, (round, session, dice) -> script(session, form, dice));
    }

    /** Sessions take turns in being creators and claimers; a claimer asks as often as the form says. */
    private static List<Step> script(int session, Form form, RandomGenerator dice) {
        if (session % 2 == 0) {
            return List.of(Step.of("create", COUPON));
        }
        Step claim = Step.of("claim", COUPON, "user-" + session + "-" + dice.nextInt(1000));
        return Collections.nCopies(form.steps(), claim);
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new Running(stage);
    }

    private final class Running extends CouponTrial {
        Running(Stage stage) throws SQLException {
            super(stage, InterleavedCreateClaim.this.shop, STOCK);
        }

        @Override
        public Optional<Gate> gate(int round) {
            return round % 2 == 0
                    ? Optional.of(new Gate(
                            "lock table coupons in exclusive mode",
                            half(stage.form().sessions())))
                    : Optional.empty();
        }

        @Override
        void judge(List<Sale> sales, History history) {
            for (Sale sale : sales) {
                rules.createOnce(sale);
                rules.createdIsVisible(sale);
                rules.conservation(sale.book(), "after the round");
                rules.oneClaimPerUser(sale);
                rules.acknowledgedIsDurable(sale);
            }
            stage.findings().witnessed("creations_refused", history.count(e -> e.answered(Shop.EXISTS)));
            stage.findings().witnessed("claims_granted", history.count(InterleavedCreateClaim::granted));
        }
    }

    private static boolean granted(Event event) {
        return event.committed() && event.step().operation().equals("claim");
    }
}
