package dev.holdfast.proof;

import java.util.List;

/** What a trial finds out, while it runs and afterwards. Thread-safe. */
public interface Findings {
    /** Notes a broken invariant. {@code argument} says in full sentences why the events cannot be. */
    void violated(String invariant, String argument, List<Event> events);

    default void violated(String invariant, String argument) {
        violated(invariant, argument, List.of());
    }

    /** Adds to the count of a witness. */
    void witnessed(String witness, long times);

    /** Notes a figure or a sentence for the report; a later note under the same name replaces the earlier. */
    void fact(String name, String value);

    /** Settles an outcome that was in doubt. */
    void settled(Event maybe, boolean committed);

    /** Says that the trial itself went wrong, so that its verdict is unknown. */
    void unknown(String code, String text);
}
