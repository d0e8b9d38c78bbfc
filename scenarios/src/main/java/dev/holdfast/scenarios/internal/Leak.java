package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import dev.holdfast.proof.History;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What two clients of a pooler saw: A left something in its session, B looked for it. A's answer says whether A itself
 * still finds it when B is done.
 */
public record Leak(long backend, boolean seen) {
    public static final String NO_LEAK = "no-leak";
    public static final String SAME_BACKEND = "same_backend";
    public static final String TRAP_SEEN = "trap_seen";

    /** The operations. */
    public static final String LEAVE = "leave";

    public static final String LOOK = "look";

    private static final Pattern ANSWER = Pattern.compile("backend=(\\d+),seen=(true|false)");

    public String answer() {
        return "backend=" + backend + ",seen=" + seen;
    }

    private static Optional<Leak> of(Event event) {
        Matcher parts = ANSWER.matcher(event.outcome().answer());
        return parts.matches()
                ? Optional.of(new Leak(Long.parseLong(parts.group(1)), Boolean.parseBoolean(parts.group(2))))
                : Optional.empty();
    }

    /** Odd rounds are cured, even ones show that there is something to cure. */
    public static boolean cured(int round) {
        return round % 2 == 1;
    }

    public static void judge(History history, String what, Findings findings) {
        long kept = 0;
        long cures = 0;
        for (Event look : history.where(event -> event.step().operation().equals(LOOK))) {
            Optional<Event> leave = history.round(look.round())
                    .filter(event -> event.step().operation().equals(LEAVE))
                    .findFirst();
            if (leave.isPresent()) {
                judge(leave.get(), look, what, findings);
                cures += cured(look.round()) ? 1 : 0;
                kept += cured(look.round()) && of(leave.get()).map(Leak::seen).orElse(false) ? 1 : 0;
            }
        }
        findings.fact("kept_for_its_owner_when_cured", kept + " of " + cures);
    }

    private static void judge(Event leave, Event look, String what, Findings findings) {
        Optional<Leak> left = of(leave);
        Optional<Leak> looked = of(look);
        if (left.isEmpty()
                || looked.isEmpty()
                || left.get().backend() != looked.get().backend()) {
            return;
        }
        findings.witnessed(SAME_BACKEND, 1);
        if (looked.get().seen() && !cured(look.round())) {
            findings.witnessed(TRAP_SEEN, 1);
        }
        if (looked.get().seen() && cured(look.round())) {
            findings.violated(
                    NO_LEAK,
                    ("Let session 0 leave %s on backend %d, and let the pooler reset the backend before it lends it to"
                                    + " another client. Then session 1 doesn't find it on the same backend, but it did: a"
                                    + " contradiction.")
                            .formatted(what, left.get().backend()),
                    List.of(leave, look));
        }
    }
}
