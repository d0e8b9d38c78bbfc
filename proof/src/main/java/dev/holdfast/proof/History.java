package dev.holdfast.proof;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What every session did and saw, in the order in which the answers arrived. Immutable. */
public record History(List<Event> events) {
    public History {
        events = List.copyOf(events);
    }

    public Stream<Event> round(int round) {
        return events.stream().filter(event -> event.round() == round);
    }

    public List<Event> where(Predicate<Event> condition) {
        return events.stream().filter(condition).toList();
    }

    public long count(Predicate<Event> condition) {
        return events.stream().filter(condition).count();
    }
}
