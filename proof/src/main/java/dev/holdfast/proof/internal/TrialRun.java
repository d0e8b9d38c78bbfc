package dev.holdfast.proof.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Card;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Exposure;
import dev.holdfast.proof.Form;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Latency;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Plan;
import dev.holdfast.proof.ProofOptions;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Result.Resolved;
import dev.holdfast.proof.Scenario;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Watcher;
import dev.holdfast.proof.Witness;
import dev.holdfast.servers.PostgresServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** One trial from its plan to its result. Used once. */
public final class TrialRun {
    private final Scenario scenario;
    private final Card card;
    private final Form form;
    private final ProofOptions options;
    private final PostgresServer server;
    private final Watcher watcher;
    private final Collected findings = new Collected();
    private final Clock clock = new Clock();

    public TrialRun(Scenario scenario, Form form, ProofOptions options, PostgresServer server, Watcher watcher) {
        this.scenario = scenario;
        this.card = played(scenario.card(), form, options);
        this.form = form;
        this.options = options;
        this.server = server;
        this.watcher = watcher;
    }

    private static Card played(Card card, Form form, ProofOptions options) {
        return card.playedBy(form.sessions(), options.longForm() ? card.longForm() : card.quick());
    }

    public Result play(int iteration, long seed) {
        Plan plan = plan(seed);
        Performance performance =
                new Performance(scenario, plan, form, options, seed, server, findings, clock, watcher);
        performance.play();
        return result(iteration, seed, plan, performance);
    }

    private Plan plan(long seed) {
        try {
            return scenario.plan(form, new SplittableRandom(seed));
        } catch (RuntimeException | Error e) {
            findings.unknown("plan-threw", "the plan threw " + Autopsy.brief(e));
            return new Plan(List.of());
        }
    }

    private Result result(int iteration, long seed, Plan plan, Performance played) {
        List<Event> events = played.events();
        Exposure exposure =
                new Exposure(events.size(), played.lockWaits(), Measured.overlapping(events), played.observations());
        SortedMap<String, Long> witness = witness(exposure);
        SortedMap<SqlState, Long> states = states(events);
        Resolved resolved = Judgement.resolved(events, findings.settled());
        Verdict verdict = verdict(exposure, states, witness, resolved);
        History history = new History(events);
        return new Result(
                card,
                iteration,
                seed,
                form,
                plan.text(card.id(), seed),
                verdict,
                events.size(),
                history.count(Event::committed),
                history.count(event -> event.outcome() instanceof Outcome.Aborted),
                resolved,
                states,
                played.ratePerSecond(),
                Measured.latency(played.free()),
                played.deadlocks(),
                witness,
                exposure,
                findings.facts(),
                Measured.seconds(events, clock.began()),
                clock.began(),
                Duration.ofNanos(clock.nanos()));
    }

    /** A trial that was ended before its time is unknown for that reason alone, unless it had seen a violation. */
    private Verdict verdict(
            Exposure exposure, SortedMap<SqlState, Long> states, SortedMap<String, Long> witness, Resolved resolved) {
        if (findings.ended().isPresent() && findings.violations().isEmpty()) {
            return new Verdict.Unknown(findings.ended().get());
        }
        return Judgement.verdict(card, findings.violations(), findings.unknown(), exposure, states, witness, resolved);
    }

    private SortedMap<String, Long> witness(Exposure exposure) {
        SortedMap<String, Long> witness = findings.witness();
        witness.put(Witness.LOCK_WAITS, exposure.contended());
        witness.put(Witness.OVERLAPS, exposure.overlapping());
        witness.put(Witness.OBSERVATIONS, exposure.observations());
        return witness;
    }

    private static SortedMap<SqlState, Long> states(List<Event> events) {
        SortedMap<SqlState, Long> states = new TreeMap<>();
        for (Event event : events) {
            event.outcome().sqlState().ifPresent(state -> states.merge(state, 1L, Long::sum));
        }
        return states;
    }

    /** The result of a scenario that can't be played here. */
    public static Result notApplicable(Card card, Form form, int iteration, long seed, Verdict.Reason reason) {
        return new Result(
                card,
                iteration,
                seed,
                form,
                "",
                new Verdict.NotApplicable(reason),
                0,
                0,
                0,
                new Resolved(0, 0, 0),
                new TreeMap<>(),
                0,
                Latency.none(),
                0,
                new TreeMap<>(),
                new Exposure(0, 0, 0, 0),
                new TreeMap<>(),
                List.of(),
                Instant.now(),
                Duration.ZERO);
    }
}
