package dev.holdfast.scenarios.internal;

import dev.holdfast.core.SqlState;
import dev.holdfast.proof.Event;
import dev.holdfast.proof.Findings;
import java.util.List;

/** What a statement with a NUL in its text may be answered, and one without. */
public final class NulAnswers {
    public static final String ALONE = "nul-alone-causes-08P01";
    public static final String USABLE = "connection-usable";
    public static final String ALONE_SEEN = "nul_without_concurrency";
    public static final String WITHOUT_SEEN = "concurrent_without_nul";

    /** The operations. */
    public static final String NUL = "create-with-nul";

    public static final String WITHOUT = "create-without-nul";

    /** The answers. */
    public static final String ACCEPTED = "accepted";

    public static final String STILL_USABLE = "connection still usable";
    public static final String OTHER_BACKEND = "connection on another backend";
    public static final String LOST = "connection lost";

    private NulAnswers() {}

    public static void judge(Event event, Findings findings) {
        boolean nul = event.step().operation().equals(NUL);
        boolean protocolViolation = event.outcome()
                .sqlState()
                .filter(SqlState.PROTOCOL_VIOLATION::equals)
                .isPresent();
        if (nul != protocolViolation || nul == event.committed()) {
            findings.violated(ALONE, alone(event, nul), List.of(event));
        }
        String answer = event.outcome().answer();
        if (protocolViolation) {
            String mode = event.session() % 2 == 0 ? "extended" : "simple";
            findings.fact("nul_" + mode, answer.replaceFirst("^[^:]*: ", ""));
        }
        if (answer.startsWith(LOST) || answer.startsWith(OTHER_BACKEND)) {
            findings.violated(USABLE, usable(event), List.of(event));
        }
    }

    private static String alone(Event event, boolean nul) {
        return "Let session %d's statement %s a NUL. Then it is %s, but it was answered %s%s: a contradiction."
                .formatted(
                        event.session(),
                        nul ? "hold" : "not hold",
                        nul ? "refused with 08P01" : "accepted, whoever else is at work",
                        event.outcome().answer(),
                        event.outcome().sqlState().map(s -> " (" + s + ")").orElse(""));
    }

    private static String usable(Event event) {
        return ("Let session %d be answered 08P01, which is an answer of a living backend. Then select pg_backend_pid() on"
                        + " the same connection gives the same backend, but what came was: %s: a contradiction.")
                .formatted(event.session(), event.outcome().answer());
    }
}
