package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.History;
import dev.holdfast.proof.Outcome.Aborted;
import dev.holdfast.proof.Outcome.MaybeCommitted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of entries as the oracle reads it, held against what writers were told. */
public final class Entries {
    private Entries() {}

    /** One row. */
    public record Entry(String id, String value) {}

    public static List<Entry> all(Connection oracle) throws SQLException {
        return Sql.rows(
                oracle,
                row -> new Entry(row.getString(1), row.getString(2)),
                "select id, value from entries order by id");
    }

    /** Each key is written once; {@code idOf} says which key an event wrote, and its second argument is the value. */
    public static void judge(List<Entry> found, History history, Function<Event, String> idOf, Findings findings) {
        Map<String, List<String>> rows = found.stream()
                .collect(Collectors.groupingBy(
                        Entry::id, HashMap::new, Collectors.mapping(Entry::value, Collectors.toList())));
        for (Event event : history.events()) {
            List<String> values = rows.getOrDefault(idOf.apply(event), List.of());
            rows.remove(idOf.apply(event));
            judge(event, idOf.apply(event), values, findings);
        }
        rows.keySet().stream().sorted().findFirst().ifPresent(id -> fromNowhere(id, findings));
    }

    private static void judge(Event event, String id, List<String> values, Findings findings) {
        if (event.outcome() instanceof MaybeCommitted) {
            findings.settled(event, !values.isEmpty());
        }
        if (event.committed() && values.isEmpty()) {
            lost(event, id, findings);
        } else if (event.outcome() instanceof Aborted && !values.isEmpty()) {
            kept(event, id, findings);
        } else if (!values.isEmpty() && !values.equals(List.of(event.step().argument(1)))) {
            changed(event, id, values, findings);
        }
    }

    private static void lost(Event event, String id, Findings findings) {
        findings.violated(
                Rule.ACKNOWLEDGED_IS_DURABLE.id(),
                ("Let session %d write %s, acknowledged at %.3f ms. Then the table holds it, but the oracle finds no such"
                                + " row: a contradiction.")
                        .formatted(event.session(), id, event.completed() / 1e6),
                List.of(event));
    }

    private static void kept(Event event, String id, Findings findings) {
        findings.violated(
                Rule.ACKNOWLEDGED_IS_DURABLE.id(),
                "Let session %d's write of %s be refused. Then it leaves no row, but the oracle finds one: a contradiction."
                        .formatted(event.session(), id),
                List.of(event));
    }

    private static void changed(Event event, String id, List<String> values, Findings findings) {
        findings.violated(
                Rule.EXACT_ROWS.id(),
                "Let session %d write %s once, with %s. Then one row with that value is there, but the oracle finds %s: a contradiction."
                        .formatted(event.session(), id, event.step().argument(1), values),
                List.of(event));
    }

    private static void fromNowhere(String id, Findings findings) {
        findings.violated(
                Rule.EXACT_ROWS.id(),
                "Let only the planned entries be written. Then no other is there, but the oracle finds %s: a contradiction."
                        .formatted(id));
    }
}
