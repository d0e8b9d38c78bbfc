package dev.holdfast.scenarios;

import java.util.Locale;

/** When the connection is cut, seen from the message that commits. */
public enum CommitCutMoment {
    /** The message doesn't leave. Nothing can be committed. */
    BEFORE_SEND("the message that commits had not left"),
    /** A part of the message leaves. Nothing can be committed. */
    IN_SEND("only a part of the message that commits had left"),
    /** The server gets the message, and what it does with it nobody waits for. Both outcomes are possible. */
    SENT_UNREAD("the message that commits had left, and nobody waited for what the server did"),
    /** The commit is on disk and waits for a synchronous standby that doesn't exist. Committed. */
    FLUSHED_UNANSWERED("the commit was flushed and waited for a synchronous standby"),
    /** The server answers, and the answer doesn't arrive. Committed, unless the answer is ROLLBACK. */
    ANSWERED_UNDELIVERED("the server had answered, and its answer was on the way");

    private final String sentence;

    CommitCutMoment(String sentence) {
        this.sentence = sentence;
    }

    /** As in plans: {@code sent-unread}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What had happened when the connection was cut. */
    public String sentence() {
        return sentence;
    }

    /** The witness that counts its cuts: {@code cuts_sent_unread}. */
    public String witness() {
        return "cuts_" + name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #text} wrote. */
    public static CommitCutMoment of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
