package dev.holdfast.scenarios.internal;

import dev.holdfast.proof.Step;
import dev.holdfast.proof.certainty.Settlement.Settled;
import dev.holdfast.scenarios.CommitCutForm;
import dev.holdfast.scenarios.CommitCutMoment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One cut, as planned.
 *
 * @param request the key of the request whose commit is cut; in a plan without its round
 * @param ending how the connection ends: {@code close} or {@code reset}
 * @param number which byte of the message, if it is cut in the middle; odd for the last part of an answer
 */
public record CommitCutStep(
        CommitCutForm form,
        CommitCutMoment moment,
        String request,
        String ending,
        int number,
        Server server,
        Place place) {
    private static final String OPERATION = "commit";

    /** What the server does with a commit whose client was cut off. */
    public enum Server {
        /** What it does by itself. */
        ALONE,
        /** It is held up in the commit until the connection is cut, and then goes on. */
        RELEASED,
        /** It is held up in the commit until the connection is cut, and then its backend is terminated. */
        ENDED,
        /** The transaction had failed, so COMMIT is answered ROLLBACK. */
        ROLLED_BACK;

        boolean held() {
            return this == RELEASED || this == ENDED;
        }
    }

    /** Which of the two messages of a two-phase commit is cut; always COMMIT in other forms. */
    public enum Place {
        PREPARE,
        COMMIT
    }

    /** The step of a plan. */
    public Step step() {
        return Step.of(
                OPERATION, moment.text(), request, ending, Integer.toString(number), lower(server), lower(place));
    }

    /** A step as played in some round: with a duration the same step is played in several. */
    public static CommitCutStep of(CommitCutForm form, Step step, int round) {
        List<String> words = step.arguments();
        return new CommitCutStep(
                form,
                CommitCutMoment.of(words.get(0)),
                round + "-" + words.get(1),
                words.get(2),
                Integer.parseInt(words.get(3)),
                Server.valueOf(upper(words.get(4))),
                Place.valueOf(upper(words.get(5))));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The fault that cuts it in the session of that name. */
    String fault(String application) {
        String cut = switch (moment) {
            case BEFORE_SEND -> ending + " before " + message();
            case IN_SEND -> ending + " in " + message() + " byte " + number;
            case SENT_UNREAD -> ending + " after " + message();
            case FLUSHED_UNANSWERED -> "black-hole after " + message();
            case ANSWERED_UNDELIVERED -> ending + " before " + answer();
        };
        return cut + " application " + application;
    }

    private String message() {
        return switch (form) {
            case EXPLICIT -> "execute(COMMIT)";
            case TWO_PHASE -> "execute(" + phase() + ")";
            case AUTOCOMMIT, PIPELINED -> "sync";
            case COPY -> "copy-in-done";
        };
    }

    /** What is answered to several messages at once has two parts, and the client needs both. */
    private String answer() {
        return switch (form) {
            case EXPLICIT -> "command-complete(" + (server == Server.ROLLED_BACK ? "ROLLBACK" : "COMMIT") + ")";
            case TWO_PHASE -> "command-complete(" + phase() + ")";
            case AUTOCOMMIT, PIPELINED -> number % 2 == 0 ? "command-complete(INSERT)" : "ready-for-query";
            case COPY -> number % 2 == 0 ? "command-complete(COPY)" : "ready-for-query";
        };
    }

    private String phase() {
        return place == Place.PREPARE ? "PREPARE TRANSACTION" : "COMMIT PREPARED";
    }

    /** Whether the server carried out the message that was cut; empty if that is left to chance. */
    private Optional<Boolean> carriedOut() {
        return switch (moment) {
            case BEFORE_SEND, IN_SEND -> Optional.of(false);
            case FLUSHED_UNANSWERED, ANSWERED_UNDELIVERED -> Optional.of(true);
            case SENT_UNREAD -> server.held() ? Optional.of(server == Server.RELEASED) : Optional.empty();
        };
    }

    /** What can have become of it: one thing or, if it is left to chance, one of two. */
    public List<Settled> possible() {
        return carriedOut()
                .map(Stream::of)
                .orElse(Stream.of(true, false))
                .map(this::settled)
                .toList();
    }

    private Settled settled(boolean carriedOut) {
        boolean committed = carriedOut && place == Place.COMMIT && server != Server.ROLLED_BACK;
        boolean prepared = form == CommitCutForm.TWO_PHASE && carriedOut == (place == Place.PREPARE);
        return new Settled(committed, prepared);
    }
}
