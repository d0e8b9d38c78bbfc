package dev.holdfast.connections.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.connections.TenantState;
import dev.holdfast.connections.TenantState.Closed;
import dev.holdfast.connections.TenantState.Draining;
import dev.holdfast.connections.TenantState.Dropped;
import dev.holdfast.connections.TenantState.Dropping;
import dev.holdfast.connections.TenantState.Ready;
import dev.holdfast.connections.internal.TenantLife.Event;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TenantLifeTest {
    private static final List<TenantState> STATES =
            List.of(new Ready(), new Draining(), new Closed(), new Dropping(), new Dropped());

    private static final List<Event> EVENTS = List.of(
            new Event.Drain(),
            new Event.AllGone(),
            new Event.Reopen(),
            new Event.Drop(),
            new Event.DropDone(),
            new Event.DropFailed());

    /** A row per state; a column per event, in the order above; a dash is what can't happen. */
    private static final String TABLE = """
            Ready    | Draining | -      | Ready | -        | -       | -
            Draining | Draining | Closed | Ready | -        | -       | -
            Closed   | Closed   | -      | Ready | Dropping | -       | -
            Dropping | -        | -      | -     | -        | Dropped | Closed
            Dropped  | -        | -      | -     | -        | -       | -
            """;

    @Test
    void theTableNamesEveryStateAndEveryEvent() {
        assertThat(names(STATES)).containsExactlyInAnyOrderElementsOf(permitted(TenantState.class));
        assertThat(names(EVENTS)).containsExactlyInAnyOrderElementsOf(permitted(Event.class));
        assertThat(rows().map(row -> row.getFirst())).containsExactlyElementsOf(names(STATES));
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(1 + EVENTS.size()));
    }

    @Test
    void everyStateAndEventGoesWhereTheTableSays() {
        Map<String, List<String>> table = new HashMap<>();
        rows().forEach(row -> table.put(row.getFirst(), row.subList(1, row.size())));
        for (TenantState state : STATES) {
            for (int i = 0; i < EVENTS.size(); i++) {
                goes(
                        state,
                        EVENTS.get(i),
                        table.getOrDefault(name(state), List.of()).get(i));
            }
        }
    }

    private static void goes(TenantState state, Event event, String expected) {
        if (expected.equals("-")) {
            assertThatThrownBy(() -> TenantLife.next(state, event))
                    .as(state + " " + event)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(name(state))
                    .hasMessageContaining(name(event));
        } else {
            assertThat(name(TenantLife.next(state, event)))
                    .as(state + " " + event)
                    .isEqualTo(expected);
        }
    }

    @Test
    void onlyTheDroppedCannotComeBack() {
        for (TenantState state : STATES) {
            Set<String> reached = reachableFrom(state);
            assertThat(reached.contains("Ready")).as(name(state)).isEqualTo(!(state instanceof Dropped));
            assertThat(reached).as(name(state)).contains("Dropped");
        }
    }

    private static Set<String> reachableFrom(TenantState start) {
        Set<String> seen = new HashSet<>(Set.of(name(start)));
        for (int i = 0; i < STATES.size(); i++) {
            STATES.stream().filter(state -> seen.contains(name(state))).forEach(state -> seen.addAll(after(state)));
        }
        return seen;
    }

    private static List<String> after(TenantState state) {
        return rows().filter(row -> row.getFirst().equals(name(state)))
                .flatMap(List::stream)
                .filter(cell -> !cell.equals("-"))
                .toList();
    }

    private static Stream<List<String>> rows() {
        return TABLE.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList());
    }

    private static List<String> permitted(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList();
    }

    private static List<String> names(List<?> things) {
        return things.stream().map(TenantLifeTest::name).toList();
    }

    private static String name(Object thing) {
        return thing.getClass().getSimpleName();
    }
}
