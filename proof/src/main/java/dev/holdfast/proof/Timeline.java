package dev.holdfast.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Events as text: sessions as columns, time downwards, a line for each start and each answer. */
public final class Timeline {
    private static final int SHOWN = 8;

    private Timeline() {}

    private record Moment(long at, int session, String text) {}

    /** At most eight sessions are shown; a last line counts the events left out. */
    public static String text(List<Event> events) {
        List<Integer> columns = events.stream()
                .map(Event::session)
                .distinct()
                .sorted()
                .limit(SHOWN)
                .toList();
        List<Moment> moments = moments(events, columns);
        int width = moments.stream().mapToInt(m -> m.text().length()).max().orElse(0) + 2;
        StringBuilder text = new StringBuilder(header(columns, width));
        for (Moment moment : moments) {
            text.append(line(moment, columns.indexOf(moment.session()), width));
        }
        long left = events.stream().filter(e -> !columns.contains(e.session())).count();
        return left == 0 ? text.toString() : text + "(and " + left + " events of other sessions)\n";
    }

    private static List<Moment> moments(List<Event> events, List<Integer> columns) {
        List<Moment> moments = new ArrayList<>();
        for (Event event : events) {
            if (columns.contains(event.session())) {
                moments.add(new Moment(
                        event.invoked(), event.session(), event.step().toString()));
                moments.add(new Moment(event.completed(), event.session(), "-> " + ending(event.outcome())));
            }
        }
        moments.sort(Comparator.comparingLong(Moment::at));
        return moments;
    }

    private static String ending(Outcome outcome) {
        String state = outcome.sqlState().map(s -> " (" + s + ")").orElse("");
        return switch (outcome) {
            case Outcome.Committed done -> "committed: " + done.answer();
            case Outcome.Aborted aborted -> "aborted: " + aborted.answer() + state;
            case Outcome.MaybeCommitted maybe -> "unknown: " + maybe.answer() + state;
        };
    }

    private static String header(List<Integer> columns, int width) {
        StringBuilder header = new StringBuilder("      ms  ");
        for (int column : columns) {
            header.append(pad("session " + column, width));
        }
        return header.toString().stripTrailing() + "\n";
    }

    private static String line(Moment moment, int column, int width) {
        return (String.format(Locale.ROOT, "%8.3f  ", moment.at() / 1e6) + " ".repeat(column * width) + moment.text())
                        .stripTrailing()
                + "\n";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
