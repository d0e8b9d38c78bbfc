package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import dev.holdfast.junit.Sessions;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.Gate;
import dev.holdfast.proof.History;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Prover;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Watcher;
import dev.holdfast.proof.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** What the test says of its race before it runs. Not thread-safe. */
final class RaceBeingMade implements Sessions.Race {
    private final LentDatabase database;
    private final TestSeed seed;
    private final int sessions;

    /** Which of the test's races it is, from 0. */
    private final int race;

    private DataSource source;
    private int times = 1;
    private Duration limit = Duration.ofMinutes(1);
    private Optional<Gate> gate = Optional.empty();
    private boolean judged = true;
    private final List<Class<? extends Exception>> refusals = new ArrayList<>();
    private final List<SqlInvariant> always = new ArrayList<>();
    private final List<SqlInvariant> atTheEnd = new ArrayList<>();
    private final List<HistoryInvariant> histories = new ArrayList<>();
    private final Card.Builder card = Card.of("sessions")
            .claim("the test's work stands being done at once")
            .invariant("ended as declared", "no session ends in a way that the test didn't declare")
            .witness(Witness.overlaps(2));

    RaceBeingMade(LentDatabase database, DataSource source, TestSeed seed, int sessions, int race) {
        this.database = database;
        this.source = source;
        this.seed = seed;
        this.sessions = sessions;
        this.race = race;
    }

    @Override
    public Sessions.Race on(DataSource newSource) {
        source = newSource;
        return this;
    }

    @Override
    public Sessions.Race times(int newTimes) {
        if (newTimes < 1) {
            throw new InvalidOption("nothing would be done", newTimes + " times were asked for.", "Write at least 1.");
        }
        times = newTimes;
        return this;
    }

    @Override
    public Sessions.Race expect(SqlState... states) {
        card.declares(states);
        return this;
    }

    @Override
    public Sessions.Race refusedBy(Class<? extends Exception> type) {
        refusals.add(type);
        return this;
    }

    @Override
    public Sessions.Race witness(Witness witness) {
        card.witness(witness);
        return this;
    }

    @Override
    public Sessions.Race invariant(String name, String sql) {
        card.invariant(name, "no rows: " + sql);
        atTheEnd.add(new SqlInvariant(name, sql));
        return this;
    }

    @Override
    public Sessions.Race invariant(String name, Predicate<History> condition) {
        card.invariant(name, "of what the sessions were told");
        histories.add(new HistoryInvariant(name, condition));
        return this;
    }

    @Override
    public Sessions.Race always(String name, String sql) {
        card.invariant(name, "no rows at any moment: " + sql);
        always.add(new SqlInvariant(name, sql));
        return this;
    }

    @Override
    public Sessions.Race meetAt(String lock, int waiters) {
        if (waiters < 1 || waiters > sessions) {
            throw new InvalidOption(
                    "so many can't wait",
                    waiters + " of " + sessions + " sessions were asked for.",
                    "Write a number from 1 to " + sessions + "; with a pool, at most as many as it has connections.");
        }
        gate = Optional.of(new Gate(lock, waiters));
        return this;
    }

    @Override
    public Sessions.Race limit(Duration newLimit) {
        limit = newLimit;
        return this;
    }

    @Override
    public Sessions.Race unjudged() {
        judged = false;
        return this;
    }

    @Override
    public Sessions.Played run(Sessions.Work work) {
        Form form = new Form(sessions, 1, times, Duration.ofSeconds(1));
        RaceRules rules = new RaceRules(work, source, seed, race, limit, gate, refusals, always, atTheEnd, histories);
        RaceScenario scenario = new RaceScenario(card.forms(form, form), rules);
        Result result =
                new Prover(database.asServer(), ProofOptions.quick(seed.value()), Watcher.NONE).prove(scenario, 0);
        PlayedRace played = new PlayedRace(result, scenario.history(), scenario.thrown(), database, seed);
        return judged ? played.assertHolds() : played;
    }
}
