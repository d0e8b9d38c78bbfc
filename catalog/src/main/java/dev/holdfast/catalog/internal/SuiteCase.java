package dev.holdfast.catalog.internal;

import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Session;
import dev.holdfast.proof.Step;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One case of a suite: how many sessions play it, what they do, and what must be true when they have. Immutable.
 *
 * @param name the operation of its steps, unless its script has others
 * @param players sessions that play it; the others of the suite look on
 * @param idleTimeout of the pool that it is played on
 */
record SuiteCase(String name, int players, Script script, Act before, Part part, Act after, Duration idleTimeout) {
    /** Decides what one session does; {@code whole} in the long form, where nothing of the original is shortened. */
    @FunctionalInterface
    interface Script {
        List<Step> steps(int session, boolean whole, RandomGenerator dice);
    }

    /** Does one step. */
    @FunctionalInterface
    interface Part {
        Outcome play(SuiteRound round, Session session, Step step) throws SQLException;
    }

    /** What is done once in a round. */
    @FunctionalInterface
    interface Act {
        void on(SuiteRound round) throws SQLException;
    }

    /** A case for one session, in one step. */
    static SuiteCase alone(String name, Act act) {
        return together(name, 1, (round, session, step) -> {
            act.on(round);
            return Outcome.committed("done");
        });
    }

    /** A case for many sessions, each of which does one step. */
    static SuiteCase together(String name, int players, Part part) {
        Script once = (session, whole, dice) -> List.of(Step.of(name));
        return new SuiteCase(name, players, once, round -> {}, part, round -> {}, Duration.ofMinutes(5));
    }

    SuiteCase scripted(Script other) {
        return new SuiteCase(name, players, other, before, part, after, idleTimeout);
    }

    SuiteCase prepared(Act act) {
        return new SuiteCase(name, players, script, act, part, after, idleTimeout);
    }

    SuiteCase checked(Act act) {
        return new SuiteCase(name, players, script, before, part, act, idleTimeout);
    }

    SuiteCase idle(Duration timeout) {
        return new SuiteCase(name, players, script, before, part, after, timeout);
    }

    List<Step> steps(int session, boolean whole, RandomGenerator dice) {
        return session < players ? script.steps(session, whole, dice) : List.of();
    }
}
