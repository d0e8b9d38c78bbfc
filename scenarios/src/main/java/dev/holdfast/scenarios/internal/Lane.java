package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells what PostgreSQL answers to colliding role DDL, and that the one agreed lock removes it. */
public final class Lane {
    public static final String CLEAN = "no-error-in-lane";
    public static final String COLLISIONS = "errors_without_lock";
    public static final String IN_LANE = "changes_in_lane";

    private Lane() {}

    public static void judge(List<Event> without, List<Event> with, Findings findings) {
        List<Event> collisions = without.stream().filter(Lane::failed).toList();
        findings.witnessed(COLLISIONS, collisions.size());
        findings.witnessed(IN_LANE, with.stream().filter(Event::committed).count());
        findings.fact("without_lock_failed", collisions.size() + " of " + without.size());
        findings.fact("without_lock_sqlstates", states(collisions).toString());
        findings.fact("without_lock_xx000_texts", String.join("; ", internalErrors(collisions)));
        with.stream()
                .filter(Lane::failed)
                .forEach(event -> findings.violated(CLEAN, argument(event), culprits(event, with)));
    }

    private static boolean failed(Event event) {
        return event.outcome().sqlState().isPresent();
    }

    private static Map<SqlState, Long> states(List<Event> events) {
        return events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.outcome().sqlState().orElseThrow(), TreeMap::new, Collectors.counting()));
    }

    /** The distinct texts, without the numbers in them. */
    private static SortedSet<String> internalErrors(List<Event> events) {
        return events.stream()
                .filter(event -> event.outcome()
                        .sqlState()
                        .filter(SqlState.INTERNAL_ERROR::equals)
                        .isPresent())
                .map(event ->
                        event.outcome().answer().replaceFirst("^ERROR: ", "").replaceAll("\\d+", "N"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String argument(Event event) {
        return ("Let every session take the one agreed lock before it changes a role or a privilege. Then no two do so at"
                        + " once and none fails, but session %d's %s was answered %s (%s): a contradiction.")
                .formatted(
                        event.session(),
                        event.step().operation(),
                        event.outcome().answer(),
                        event.outcome().sqlState().map(SqlState::code).orElse("no SQLSTATE"));
    }

    /** The failed statement, and the one that succeeded last before it in another session while it was in flight. */
    private static List<Event> culprits(Event failed, List<Event> with) {
        return with.stream()
                .filter(other -> other.committed() && other.session() != failed.session())
                .filter(other -> other.completed() > failed.invoked() && other.invoked() < failed.completed())
                .max(Comparator.comparingLong(Event::completed))
                .map(other -> List.of(failed, other))
                .orElse(List.of(failed));
    }
}
