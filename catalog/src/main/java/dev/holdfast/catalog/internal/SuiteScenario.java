package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Stage;
import dev.holdfast.proof.Trial;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A suite: cases that are played one after another, a round each, every one on a pool of its own. Immutable.
 *
 * @param budget of each pool
 * @param tenantMax connections of a tenant at most
 */
record SuiteScenario(Card card, int budget, int tenantMax, List<SuiteCase> cases, SuitePools subject)
        implements Scenario {
    SuiteScenario {
        cases = List.copyOf(cases);
    }

    /** The same suite aimed at a twin, and only the cases that are to catch it. */
    SuiteScenario against(SuitePools twin, String... only) {
        Set<String> names = Set.of(only);
        List<SuiteCase> played =
                cases.stream().filter(one -> names.contains(one.name())).toList();
        if (played.size() != names.size()) {
            throw new IllegalArgumentException(card.id() + " has not all of the cases " + names);
        }
        Form quick = card.quick();
        Form shorter = new Form(quick.sessions(), played.size(), quick.steps(), quick.expected());
        Card twinCard = new Card(
                card.id(),
                card.claim(),
                card.source(),
                card.tags(),
                card.invariants(),
                card.witnesses(),
                card.declared(),
                shorter,
                card.longForm());
        return new SuiteScenario(twinCard, budget, tenantMax, played, twin);
    }

    SuiteCase caseOf(int round) {
        return cases.get(round % cases.size());
    }

    /** Whether nothing is shortened. */
    boolean whole(Form form) {
        return form.steps() >= card.longForm().steps();
    }

    @Override
    public Plan plan(Form form, RandomGenerator random) {
        boolean whole = whole(form);
        return Plan.of(form, random, (round, session, dice) -> caseOf(round).steps(session, whole, dice));
    }

    @Override
    public Trial open(Stage stage) throws SQLException {
        return new SuiteTrial(stage, this);
    }
}
