package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Card;

/** What must always be true in the suites. Ids are frozen: reports and saboteurs name them. */
enum SuiteRule {
    SERVED("served", "what can be done is done"),
    REFUSED("refused-with-reason", "what can't be done is refused, with the SQLSTATE or the words that say why"),
    OWN_DATABASE(
            "own-database", "a lease leads to the database of the tenant that it was asked for, which is complete"),
    TOLD_IS_DONE("told-is-done", "what a call reports as created, closed or dropped is so on the server"),
    NOTHING_LEFT("nothing-left", "when a pool is closed, the server shows no connection of it"),
    WITHIN_BUDGET(
            "within-budget",
            "in every look at the server, a pool has no more connections than its budget, and no tenant more than its limit"),
    LIMIT_REACHED("limit-reached", "all that the limits allow is granted, and the next request is refused as such"),
    STATISTICS("statistics-are-true", "statistics say what the server shows"),
    ENDED("ended-is-ended", "closing again changes nothing, and use after it is refused"),
    CLEAN("clean-hand-over", "nothing that a borrower sets is seen by the next one"),
    REUSED("reused", "work for which there is an open connection opens no other"),
    ISOLATED("isolated", "closing one pool or tenant takes nothing from another"),
    EXACT_ROWS("exact-rows", "every acknowledged row is there once, and no other"),
    IDLE_CLOSED(
            "idle-is-closed",
            "a connection that nobody uses is closed in the end, unless it is of a guaranteed minimum"),
    NO_ERROR_LEAK("no-leak-on-error", "an error costs nobody a connection"),
    NOTHING_DEAD("nothing-dead-lent", "a connection that ended while nobody used it isn't lent");

    private final String id;
    private final String sentence;

    SuiteRule(String id, String sentence) {
        this.id = id;
        this.sentence = sentence;
    }

    String id() {
        return id;
    }

    static Card.Builder on(Card.Builder card, SuiteRule... rules) {
        for (SuiteRule rule : rules) {
            card.invariant(rule.id, rule.sentence);
        }
        return card;
    }
}
