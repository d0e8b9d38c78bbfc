package dev.holdfast.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What every session is going to do, decided before anything runs: {@code rounds.get(r).get(s)} is what session
 * {@code s} does in round {@code r}. Made from the seed and the form alone, so that the same seed and options give the
 * same plan, byte for byte ({@link #text}).
 */
public record Plan(List<List<List<Step>>> rounds) {
    public Plan {
        rounds = rounds.stream()
                .map(round -> round.stream().map(List::copyOf).toList())
                .toList();
    }

    /** Says what one session does in one round. */
    @FunctionalInterface
    public interface Script {
        List<Step> steps(int round, int session, RandomGenerator random);
    }

    /** Asks {@code script} for every session of every round, in order, with one generator. */
    public static Plan of(Form form, RandomGenerator random, Script script) {
        List<List<List<Step>>> rounds = new ArrayList<>();
        for (int round = 0; round < form.rounds(); round++) {
            List<List<Step>> sessions = new ArrayList<>();
            for (int session = 0; session < form.sessions(); session++) {
                sessions.add(script.steps(round, session, random));
            }
            rounds.add(sessions);
        }
        return new Plan(rounds);
    }

    /** The plan file: a header, then a line for each step: round, session, operation, arguments. */
    public String text(String scenario, long seed) {
        StringBuilder text = new StringBuilder("holdfast-plan 1\nscenario " + scenario + "\nseed " + seed + "\n");
        for (int round = 0; round < rounds.size(); round++) {
            for (int session = 0; session < rounds.get(round).size(); session++) {
                for (Step step : rounds.get(round).get(session)) {
                    text.append(round)
                            .append(' ')
                            .append(session)
                            .append(' ')
                            .append(step)
                            .append('\n');
                }
            }
        }
        return text.toString();
    }
}
