package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Findings that a test can look at, and events made by hand. */
final class Noted implements Findings {
    record Broken(String invariant, String argument, List<Event> events) {}

    final List<Broken> broken = new ArrayList<>();
    final Map<String, Long> witness = new TreeMap<>();
    final Map<String, String> facts = new TreeMap<>();
    final Map<Event, Boolean> settled = new LinkedHashMap<>();

    List<String> invariants() {
        return broken.stream().map(Broken::invariant).distinct().toList();
    }

    @Override
    public void violated(String invariant, String argument, List<Event> events) {
        broken.add(new Broken(invariant, argument, events));
    }

    @Override
    public void witnessed(String id, long times) {
        witness.merge(id, times, Long::sum);
    }

    @Override
    public void fact(String name, String value) {
        facts.put(name, value);
    }

    @Override
    public void settled(Event maybe, boolean committed) {
        settled.put(maybe, committed);
    }

    @Override
    public void unknown(String code, String text) {
        throw new AssertionError(code + ": " + text);
    }

    /** From {@code from} to {@code to} milliseconds. */
    static Event event(int session, int round, Step step, long from, long to, Outcome outcome) {
        return new Event(session, round, step, from * 1_000_000, from * 1_000_000, to * 1_000_000, outcome);
    }

    static Outcome failed(String text, String state) {
        return new Outcome.Aborted(text, Optional.of(new SqlState(state)));
    }

    static Outcome inDoubt() {
        return new Outcome.MaybeCommitted("lost", Optional.of(SqlState.CONNECTION_FAILURE));
    }
}
