package dev.holdfast.junit.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.junit.Sessions;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome;
import dev.holdfast.proof.Result;
import dev.holdfast.proof.Timeline;
import dev.holdfast.proof.Verdict;
import dev.holdfast.proof.Violation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.opentest4j.AssertionFailedError;

/** A race that was run, and what a test is told of it. */
record PlayedRace(Result result, History history, List<Throwable> thrown, LentDatabase database, TestSeed seed)
        implements Sessions.Played {
    private static final int EVENTS = 16;
    private static final int CHARACTERS = 60;

    @Override
    public Verdict verdict() {
        return result.verdict();
    }

    @Override
    public Sessions.Played invariant(String name, String sql) {
        try (Connection oracle = database.connect()) {
            new SqlInvariant(name, sql).violations(oracle).ifPresent(rows -> {
                throw failure(violation(new Violation(name, rows, history.events())));
            });
            return this;
        } catch (SQLException e) {
            String told = "%s: unknown\n  its SQL failed: %s (%s)".formatted(name, e.getMessage(), e.getSQLState());
            throw new AssertionFailedError(told, e);
        }
    }

    @Override
    public Sessions.Played invariant(String name, Predicate<History> condition) {
        if (!condition.test(history)) {
            throw failure(violation(new Violation(name, "the history doesn't satisfy it", history.events())));
        }
        return this;
    }

    @Override
    public Sessions.Played assertHolds() {
        return switch (verdict()) {
            case Verdict.Holds holds -> this;
            case Verdict.Violated violated ->
                throw failure(violated.violations().stream()
                        .map(PlayedRace::violation)
                        .reduce((first, second) -> first + "\n" + second)
                        .orElseThrow());
            case Verdict.Unknown unknown -> throw failure(unknown(unknown.reason()));
            case Verdict.NotApplicable absent -> throw failure(unknown(absent.reason()));
        };
    }

    private AssertionFailedError failure(String argument) {
        String message = argument + "\n" + result.exposure().sentence().replaceFirst("no violation in ", "") + ", "
                + result.exposure().overlapping() + " overlapping\n" + seed.note();
        AssertionFailedError failure = thrown.isEmpty()
                ? new AssertionFailedError(message)
                : new AssertionFailedError(message, thrown.getFirst());
        thrown.stream().skip(1).limit(4).forEach(failure::addSuppressed);
        failure.setStackTrace(Arrays.stream(failure.getStackTrace())
                .dropWhile(frame -> frame.getClassName().startsWith(PlayedRace.class.getPackageName() + "."))
                .toArray(StackTraceElement[]::new)); // begins where the test asked
        return failure;
    }

    private static String violation(Violation violation) {
        String argument = violation.invariant() + ": violated, " + violation.argument();
        return violation.events().isEmpty() ? argument : argument + "\n" + events(violation.events());
    }

    private String unknown(Verdict.Reason reason) {
        StringBuilder text = new StringBuilder("unknown: ").append(reason.text());
        firstOfEachState()
                .forEach((state, event) -> text.append("\n  %s first from session %d: %s"
                        .formatted(state, event.session(), event.outcome().answer())));
        hints().forEach(hint -> text.append("\n  hint: ").append(hint));
        return text.toString();
    }

    private Map<SqlState, Event> firstOfEachState() {
        Map<SqlState, Event> first = new LinkedHashMap<>();
        for (Event event : history.events()) {
            event.outcome().sqlState().ifPresent(state -> first.putIfAbsent(state, event));
        }
        return first;
    }

    private List<String> hints() {
        List<String> hints = new ArrayList<>();
        boolean full = firstOfEachState().containsKey(SqlState.TOO_MANY_CONNECTIONS);
        if (full) {
            hints.add("Give the work a pool, or use fewer sessions: the server has no connection for each of them.");
        } else if (firstOfEachState().keySet().stream().anyMatch(state -> !declared(state))) {
            hints.add("Catch it in the work, or declare it: sessions.of(…).expect(…).");
        }
        if (result.exposure().overlapping() == 0) {
            hints.add(
                    "Nothing was in flight at once, so nothing was tested: use more sessions, or times(…), or meetAt(…).");
        }
        return hints;
    }

    private boolean declared(SqlState state) {
        return result.card().declared().contains(state);
    }

    /** The first that did something, since they are likelier to matter than those that were refused. */
    private static String events(List<Event> events) {
        List<Event> committed = events.stream().filter(Event::committed).toList();
        List<Event> told = committed.isEmpty() ? events : committed;
        List<Event> shown =
                told.stream().limit(EVENTS).map(PlayedRace::shortened).toList();
        int left = events.size() - shown.size();
        String timeline = Timeline.text(shown).stripTrailing();
        return left == 0 ? timeline : timeline + "\n(not shown: " + left + " of " + events.size() + " events)";
    }

    /** An answer may be as long as a test likes. */
    private static Event shortened(Event event) {
        return event.outcome() instanceof Outcome.Committed(String answer) && answer.length() > CHARACTERS
                ? new Event(
                        event.session(),
                        event.round(),
                        event.step(),
                        event.intended(),
                        event.invoked(),
                        event.completed(),
                        Outcome.committed(answer.substring(0, CHARACTERS) + "…"))
                : event;
    }
}
