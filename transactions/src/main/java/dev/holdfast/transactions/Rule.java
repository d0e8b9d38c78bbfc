package dev.holdfast.transactions;

import static dev.holdfast.transactions.Recovery.UNKNOWN_OUTCOME;

/**
 * One row of the table of errors.
 *
 * @param code an SQLSTATE, the two characters of a class, the name of an exception type for errors without SQLSTATE, or
 *     empty for whatever has no row
 * @param name the condition's name in PostgreSQL's documentation, or what it is
 * @param text what the message must contain, in English; empty for any
 * @param status the HTTP status for a caller, once nothing more is tried; unless the outcome is unknown
 * @param why the reason, as a sentence
 * @param source where it is written, or who throws it
 */
record Rule(
        String code,
        String name,
        String text,
        Recovery connecting,
        Recovery working,
        Recovery committing,
        int status,
        String why,
        String source) {
    /** "Gateway Timeout", RFC 9110, 15.6.5; 503 would invite to repeat the request, which may have been done. */
    static final int STATUS_OF_UNKNOWN = 504;

    /** Only the answer of a living session has this code: nothing is committed, also if COMMIT was so answered. */
    static Rule answered(String code, String name, Recovery recovery, int status, String why, String source) {
        return new Rule(code, name, "", recovery, recovery, recovery, status, why, source);
    }

    /** The session may have ended by it, or nobody knows: at COMMIT that is no answer. */
    static Rule ended(
            String code, String name, Recovery connecting, Recovery working, int status, String why, String source) {
        return new Rule(code, name, "", connecting, working, UNKNOWN_OUTCOME, status, why, source);
    }

    /** The same, only for errors that say {@code wanted}. */
    Rule saying(String wanted) {
        return new Rule(code, name, wanted, connecting, working, committing, status, why, source);
    }

    Recovery recovery(Phase phase) {
        return switch (phase) {
            case CONNECTING -> connecting;
            case WORKING -> working;
            case COMMITTING -> committing;
        };
    }
}
