package dev.holdfast.junit.internal;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Step;
import dev.holdfast.proof.Trial;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** A test's race as a scenario. Played once; keeps what the engine's result doesn't. */
final class RaceScenario implements Scenario {
    private final Card card;
    private final RaceRules rules;
    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    private final AtomicReference<History> history = new AtomicReference<>(new History(List.of()));

    RaceScenario(Card card, RaceRules rules) {
        this.card = card;
        this.rules = rules;
    }

    RaceRules rules() {
        return rules;
    }

    @Override
    public Card card() {
        return card;
    }

    /** What a session does is the test's code; that it does it so often is all that is planned. */
    @Override
    public Plan plan(Form form, RandomGenerator random) {
        List<Step> steps = Collections.nCopies(form.steps(), Step.of("work"));
        return Plan.of(form, random, (round, session, unused) -> steps);
    }

    @Override
    public Trial open(Stage stage) {
        return new RaceTrial(this, stage);
    }

    @Override
    public Duration limit(Form form) {
        return rules.limit();
    }

    /** What the sessions did; nothing if the trial wasn't played to its end. */
    History history() {
        return history.get();
    }

    void history(History played) {
        history.set(played);
    }

    /** What sessions threw that was neither declared nor the server's. */
    List<Throwable> thrown() {
        return List.copyOf(thrown);
    }

    void thrown(Throwable one) {
        thrown.add(one);
    }
}
