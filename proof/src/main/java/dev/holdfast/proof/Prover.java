package dev.holdfast.proof;

import dev.holdfast.proof.internal.TrialRun;
import dev.holdfast.servers.PostgresServer;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Plays scenarios on a server and reaches verdicts. Plays one trial at a time; not thread-safe. */
public final class Prover {
    /** Administrator, oracle, lock watch, gate, and a few that a trial opens for itself. */
    public static final int CONNECTIONS_BESIDE_SESSIONS = 8;

    private final PostgresServer server;
    private final ProofOptions options;
    private final Watcher watcher;

    public Prover(PostgresServer server, ProofOptions options, Watcher watcher) {
        this.server = server;
        this.options = options;
        this.watcher = watcher;
    }

    /**
     * Plays one trial. Never throws for what a trial does: that is what {@link Verdict.Unknown} is for.
     *
     * @param iteration from 0; another iteration has another seed
     */
    public Result prove(Scenario scenario, int iteration) {
        long seed = options.seedOf(scenario.card().id(), iteration);
        Form form = options.form(scenario.card());
        Optional<Verdict.Reason> absent = scenario.notApplicable(server).or(() -> tooFewConnections(form));
        if (absent.isPresent()) {
            return TrialRun.notApplicable(scenario.card(), form, iteration, seed, absent.get());
        }
        return new TrialRun(scenario, form, options, server, watcher).play(iteration, seed);
    }

    /** An external server's limit isn't ours to raise. */
    private Optional<Verdict.Reason> tooFewConnections(Form form) {
        if (server.ours()) {
            return Optional.empty();
        }
        try {
            int free = server.freeConnections();
            int needed = form.sessions() + CONNECTIONS_BESIDE_SESSIONS;
            return free >= needed
                    ? Optional.empty()
                    : Optional.of(new Verdict.Reason(
                            "too-few-connections",
                            "needs %d connections, and the server has %d free; raise max_connections, or use --sessions"
                                    .formatted(needed, free)));
        } catch (SQLException e) {
            return Optional.empty(); // the trial will say what is wrong with the server
        }
    }

    /** Plays a saboteur's twin until it is caught or its attempts are used up. */
    public SaboteurResult prove(Saboteur saboteur) {
        Result last = prove(saboteur.twin(), 0);
        int attempts = 1;
        while (!caught(saboteur, last) && attempts < saboteur.attempts() && worthwhile(last)) {
            last = prove(saboteur.twin(), attempts++);
        }
        return new SaboteurResult(saboteur, caught(saboteur, last), attempts, last);
    }

    private static boolean worthwhile(Result result) {
        return !(result.verdict() instanceof Verdict.NotApplicable)
                && !Thread.currentThread().isInterrupted();
    }

    /** Red for the reason that the saboteur names, and for no other than it admits. */
    static boolean caught(Saboteur saboteur, Result result) {
        Set<String> broken = new TreeSet<>();
        result.violations().forEach(violation -> broken.add(violation.invariant()));
        boolean named = broken.remove(saboteur.breaks());
        return named && saboteur.alsoBreaks().containsAll(broken);
    }
}
