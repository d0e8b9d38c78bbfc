package dev.holdfast.proof.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.Verdict.Reason;
import dev.holdfast.proof.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a trial found out so far. Thread-safe. */
final class Collected implements Findings {
    /** One witness of each kind of violation explains it; more of the same are counted. */
    private static final int KEPT_PER_INVARIANT = 3;

    @GuardedBy("this")
    private final List<Violation> violations = new ArrayList<>();

    @GuardedBy("this")
    private final Map<String, Integer> broken = new LinkedHashMap<>();

    @GuardedBy("this")
    private final SortedMap<String, Long> witness = new TreeMap<>();

    @GuardedBy("this")
    private final SortedMap<String, String> facts = new TreeMap<>();

    @GuardedBy("this")
    private final Map<Event, Boolean> settled = new LinkedHashMap<>();

    @GuardedBy("this")
    private final List<Reason> unknown = new ArrayList<>();

    @GuardedBy("this")
    private Optional<Reason> ended = Optional.empty();

    @Override
    public synchronized void violated(String invariant, String argument, List<Event> events) {
        if (ended.isPresent()) {
            return;
        }
        if (broken.merge(invariant, 1, Integer::sum) <= KEPT_PER_INVARIANT) {
            violations.add(new Violation(invariant, argument, events));
        }
    }

    @Override
    public synchronized void witnessed(String id, long times) {
        witness.merge(id, times, Long::sum);
    }

    @Override
    public synchronized void fact(String name, String value) {
        facts.put(name, value);
    }

    @Override
    public synchronized void settled(Event maybe, boolean committed) {
        settled.put(maybe, committed);
    }

    @Override
    public synchronized void unknown(String code, String text) {
        if (ended.isEmpty()) {
            unknown.add(new Reason(code, text));
        }
    }

    /** The trial was ended before its time; what goes wrong from now on is a consequence of that. */
    synchronized void ended(String code, String text) {
        if (ended.isEmpty()) {
            ended = Optional.of(new Reason(code, text));
        }
    }

    synchronized Optional<Reason> ended() {
        return ended;
    }

    /** The kept violations; where more of a kind were seen, the last kept one says how many in all. */
    synchronized List<Violation> violations() {
        List<Violation> told = new ArrayList<>(violations);
        broken.forEach((invariant, times) -> tellCount(told, invariant, times));
        return told;
    }

    private static void tellCount(List<Violation> told, String invariant, int times) {
        if (times <= KEPT_PER_INVARIANT) {
            return;
        }
        for (int i = told.size() - 1; i >= 0; i--) {
            Violation last = told.get(i);
            if (last.invariant().equals(invariant)) {
                String counted = last.argument() + " (Seen " + times + " times in all.)";
                told.set(i, new Violation(invariant, counted, last.events()));
                return;
            }
        }
    }

    synchronized SortedMap<String, Long> witness() {
        return new TreeMap<>(witness);
    }

    synchronized SortedMap<String, String> facts() {
        return new TreeMap<>(facts);
    }

    synchronized Map<Event, Boolean> settled() {
        return new LinkedHashMap<>(settled);
    }

    synchronized List<Reason> unknown() {
        return List.copyOf(unknown);
    }
}
