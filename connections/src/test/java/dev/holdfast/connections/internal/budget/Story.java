package dev.holdfast.connections.internal.budget;

import java.util.List;

/** Events and actions as one reads them. */
final class Story {
    private Story() {}

    static String of(Event event) {
        return switch (event) {
            case Event.Asked asked -> "asked " + of(asked.ask());
            case Event.GaveUp gaveUp -> (gaveUp.timedOut() ? "timed out " : "cancelled ") + of(gaveUp.ask());
            default -> event.toString();
        };
    }

    static String of(Ask ask) {
        return "ask " + Integer.toHexString(System.identityHashCode(ask)) + " of "
                + ask.cell().name() + " (" + ask.outcome() + ", deadline "
                + (ask.deadline - Timeline.BEGIN) / 1e6 + ")";
    }

    static List<String> of(List<Action> actions) {
        return actions.stream().map(Story::of).toList();
    }

    private static String of(Action action) {
        return action instanceof Action.Answer answer
                ? "answer " + of(answer.ask()) + " " + answer.ask().granted()
                : action.toString();
    }
}
