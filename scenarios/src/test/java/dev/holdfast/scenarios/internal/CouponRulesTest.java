package dev.holdfast.scenarios.internal;

import static dev.holdfast.proof.Outcome.committed;
import static dev.holdfast.proof.Outcome.refused;
import static dev.holdfast.scenarios.Shop.ALREADY_CLAIMED;
import static dev.holdfast.scenarios.Shop.CLAIMED;
import static dev.holdfast.scenarios.Shop.CREATED;
import static dev.holdfast.scenarios.Shop.NO_SUCH_COUPON;
import static dev.holdfast.scenarios.Shop.SOLD_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Step;
import dev.holdfast.scenarios.Shop;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CouponRulesTest {
    private final Noted noted = new Noted();
    private final CouponRules rules = new CouponRules(noted);

    private static Event claim(int session, String user, long from, long to, Outcome outcome) {
        return Noted.event(session, 0, Step.of("claim", "coupon-a", user), from, to, outcome);
    }

    private static Book book(int amount, int remaining, String... users) {
        return new Book("coupon-a-0", amount, remaining, List.of(users));
    }

    private static Sale sale(Book book, Event... events) {
        return new Sale(book, Arrays.asList(events), Set.of());
    }

    private final Event wonByAnn = claim(0, "ann", 0, 2, committed(CLAIMED));
    private final Event wonByBob = claim(1, "bob", 1, 3, committed(CLAIMED));
    private final Event soldOutForBob = claim(1, "bob", 1, 3, refused(SOLD_OUT));

    @Test
    void aSaleThatWentRightBreaksNoRule() {
        Sale right = sale(book(1, 0, "ann"), wonByAnn, soldOutForBob);
        rules.conservation(right.book(), "after the round");
        rules.noOversell(right);
        rules.exactWinners(right, SOLD_OUT);
        rules.oneClaimPerUser(right);
        rules.acknowledgedIsDurable(right);
        rules.duplicateBeforeSoldOut(right);
        rules.createOnce(right);
        rules.createdIsVisible(right);
        rules.readsConserve(right);
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void moreClaimsThanStockIsAnOversellShownByOneTooMany() {
        rules.noOversell(sale(book(1, 0, "ann", "bob"), wonByAnn, wonByBob));
        assertThat(noted.invariants()).containsExactly("no-oversell");
        assertThat(noted.broken.get(0).events()).containsExactly(wonByAnn, wonByBob);
        assertThat(noted.broken.get(0).argument()).contains("at most 1", "holds 2", "a contradiction");
    }

    @Test
    void rowsThatNobodyWasToldOfAreAnOversellToo() {
        rules.noOversell(sale(book(1, 0, "ann", "bob"), wonByAnn));
        assertThat(noted.invariants()).containsExactly("no-oversell");
    }

    @Test
    void fewerWinnersThanStockAreNotExact() {
        rules.exactWinners(sale(book(2, 1, "ann"), wonByAnn, soldOutForBob), SOLD_OUT);
        assertThat(noted.invariants()).containsExactly("exact-winners");
    }

    @Test
    void fewerWinnersAreExcusedWhenTheServerRefusedSome() {
        Event failed = claim(1, "bob", 1, 3, Noted.failed("terminating", "57P01"));
        rules.exactWinners(sale(book(2, 1, "ann"), wonByAnn, failed), SOLD_OUT);
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void aRefusalForTheWrongReasonIsNotExact() {
        Event wrong = claim(1, "bob", 1, 3, refused(NO_SUCH_COUPON));
        rules.exactWinners(sale(book(1, 0, "ann"), wonByAnn, wrong), SOLD_OUT);
        assertThat(noted.broken.get(0).events()).containsExactly(wrong);
    }

    @Test
    void aBookThatDoesNotAddUpIsNotConserved() {
        rules.conservation(book(5, 5, "ann"), "after the round");
        assertThat(noted.invariants()).containsExactly("conservation");
    }

    @Test
    void twoRowsOfOneUserAreOneTooMany() {
        Event again = claim(2, "ann", 3, 4, committed(CLAIMED));
        rules.oneClaimPerUser(sale(book(5, 3, "ann", "ann"), wonByAnn, again));
        assertThat(noted.broken.get(0).events()).containsExactly(wonByAnn, again);
    }

    @Test
    void anAcknowledgedClaimWithoutARowIsLost() {
        rules.acknowledgedIsDurable(sale(book(1, 1), wonByAnn));
        assertThat(noted.invariants()).containsExactly("acknowledged-is-durable");
    }

    @Test
    void aRowOfARefusedClaimIsUnaccountedFor() {
        rules.acknowledgedIsDurable(sale(book(1, 0, "bob"), soldOutForBob));
        assertThat(noted.broken.get(0).argument()).contains("bob has 1 rows");
    }

    @Test
    void aRowOfSomebodyWhoNeverAskedIsUnaccountedFor() {
        rules.acknowledgedIsDurable(sale(book(1, 0, "eve"), soldOutForBob));
        assertThat(noted.broken.get(0).argument()).contains("eve");
    }

    @Test
    void earlierClaimsAreAccountedFor() {
        rules.acknowledgedIsDurable(new Sale(book(1, 0, "eve"), List.of(soldOutForBob), Set.of("eve")));
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void claimsInDoubtAreSettledByTheirRows() {
        Event kept = claim(0, "ann", 0, 2, Noted.inDoubt());
        Event lost = claim(1, "bob", 0, 2, Noted.inDoubt());
        rules.acknowledgedIsDurable(sale(book(2, 1, "ann"), kept, lost));
        assertThat(noted.settled).containsEntry(kept, true).containsEntry(lost, false);
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void whoHasTheCouponIsNotToldThatItIsSoldOut() {
        Event again = claim(2, "ann", 3, 4, refused(SOLD_OUT));
        rules.duplicateBeforeSoldOut(sale(book(2, 0, "ann", "bob"), wonByAnn, wonByBob, again));
        assertThat(noted.broken.get(0).events()).containsExactly(wonByAnn, again);
    }

    @Test
    void aSoldOutThatOverlapsTheOwnClaimMayHaveComeBeforeIt() {
        Event overlapping = claim(2, "ann", 1, 4, refused(SOLD_OUT));
        rules.duplicateBeforeSoldOut(sale(book(2, 0, "ann", "bob"), wonByAnn, wonByBob, overlapping));
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void butNotWhenAllOfItWentToTheSameUser() {
        Event overlapping = claim(2, "ann", 1, 4, refused(SOLD_OUT));
        rules.duplicateBeforeSoldOut(sale(book(1, 0, "ann"), wonByAnn, overlapping));
        assertThat(noted.invariants()).containsExactly("duplicate-before-sold-out");
    }

    @Test
    void aDuplicateThatIsToldSoIsRight() {
        Event again = claim(2, "ann", 3, 4, refused(ALREADY_CLAIMED));
        rules.duplicateBeforeSoldOut(sale(book(1, 0, "ann"), wonByAnn, again));
        assertThat(noted.broken).isEmpty();
    }

    @Test
    void aCouponIsCreatedOnceAndThenFound() {
        Event first = Noted.event(0, 0, Step.of("create", "coupon-a"), 0, 1, committed(CREATED));
        Event second = Noted.event(1, 0, Step.of("create", "coupon-a"), 0, 2, committed(CREATED));
        Event blind = claim(2, "ann", 5, 6, refused(NO_SUCH_COUPON));
        Sale sale = sale(book(1, 1), first, second, blind);
        rules.createOnce(sale);
        rules.createdIsVisible(sale);
        assertThat(noted.invariants()).containsExactly("create-once", "created-is-visible");
        assertThat(noted.broken.get(1).events()).containsExactly(first, blind);
    }

    @Test
    void aTornReadIsShownWithTheClaimAroundIt() {
        Event read =
                Noted.event(5, 0, Step.of("read", "coupon-a"), 1, 4, committed(new Shop.Reading(5, 5, 1).answer()));
        Sale sale = sale(book(5, 4, "ann"), wonByAnn, read);
        rules.readsConserve(sale);
        assertThat(noted.broken.get(0).events()).containsExactly(read, wonByAnn);
        assertThat(CouponRules.readsDuringClaims(sale)).isEqualTo(1);
    }
}
