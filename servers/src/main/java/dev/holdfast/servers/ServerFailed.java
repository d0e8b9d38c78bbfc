package dev.holdfast.servers;

import java.io.Serial;

/** A server could not be started, stopped or reached. What had been started for it is gone again. */
public class ServerFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Says what happened; the rest in the order of PostgreSQL's own guide: detail, then hint. Both may be empty. */
    public ServerFailed(String message, String detail, String hint) {
        super(text(message, detail, hint));
    }

    /** The same, with what was thrown underneath. */
    public ServerFailed(String message, String detail, String hint, Throwable cause) {
        super(text(message, detail, hint), cause);
    }

    private static String text(String message, String detail, String hint) {
        return message + line("detail", detail) + line("hint", hint);
    }

    private static String line(String what, String text) {
        return text.isEmpty() ? "" : "\n  " + what + ": " + text;
    }
}
