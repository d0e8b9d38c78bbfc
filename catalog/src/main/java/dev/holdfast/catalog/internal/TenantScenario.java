package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Scenario;

/** A scenario of many tenants' connections, with the source that it is played on. Immutable. */
abstract class TenantScenario implements Scenario {
    private final Card card;
    final TenantSource.Maker subject;

    TenantScenario(Card card, TenantSource.Maker subject) {
        this.card = card;
        this.subject = subject;
    }

    @Override
    public final Card card() {
        return card;
    }
}
