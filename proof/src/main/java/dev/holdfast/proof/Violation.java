package dev.holdfast.proof;

import java.util.List;

/**
 * An invariant that was seen broken, as an argument: the smallest set of events that shows it, then why that cannot be.
 */
public record Violation(String invariant, String argument, List<Event> events) {
    public Violation {
        events = List.copyOf(events);
    }
}
