package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Card;

/** The invariants that several scenarios share. Their ids are frozen: reports and saboteurs name them. */
public enum Rule {
    NO_OVERSELL("no-oversell", "a coupon is never claimed more often than its amount"),
    EXACT_WINNERS(
            "exact-winners",
            "as many users win as there is stock, or users if those are fewer; the others are refused"),
    CONSERVATION("conservation", "in every snapshot, what remains plus what is claimed is the amount"),
    ONE_CLAIM_PER_USER("one-claim-per-user", "a user claims a coupon at most once"),
    ACKNOWLEDGED_IS_DURABLE("acknowledged-is-durable", "every acknowledged write is in its table, and nothing else is"),
    DUPLICATE_BEFORE_SOLD_OUT(
            "duplicate-before-sold-out", "who already has the coupon is told so, also when it is sold out"),
    CREATE_ONCE("create-once", "of many who create the same coupon, one succeeds"),
    CREATED_IS_VISIBLE("created-is-visible", "a coupon whose creation was acknowledged is found by later claims"),
    EXACT_ROWS("exact-rows", "every written entry is there once, as written, and no other"),
    OWN_VALUE("own-value", "a session gets the value that it asked for"),
    NO_DEADLOCK("no-deadlock", "no transaction is the victim of a deadlock"),
    ALL_OR_NOTHING("all-or-nothing", "of a basket, a user gets every coupon or none");

    private final String id;
    private final String sentence;

    Rule(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    public String id() {
        return id;
    }

    /** Adds invariants to a card. */
    public static Card.Builder on(Card.Builder card, Rule... rules) {
        for (Rule rule : rules) {
            card.invariant(rule.id, rule.sentence);
        }
        return card;
    }
}
