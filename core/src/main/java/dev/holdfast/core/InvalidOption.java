package dev.holdfast.core;

import java.io.Serial;
import java.util.List;

/** Options that were refused. Carries every {@link Problem} found, not just the first. */
public final class InvalidOption extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is wrong, what was given, and what to write instead. */
    public record Problem(String message, String detail, String hint) {
        /** The three parts as the lines of one paragraph; empty parts are left out. */
        public String text() {
            return message
                    + (detail.isEmpty() ? "" : "\n  detail: " + detail)
                    + (hint.isEmpty() ? "" : "\n  hint: " + hint);
        }
    }

    private final transient List<Problem> problems;

    public InvalidOption(String message, String detail, String hint) {
        this(List.of(new Problem(message, detail, hint)));
    }

    public InvalidOption(List<Problem> problems) {
        super(String.join("\n", problems.stream().map(Problem::text).toList()));
        this.problems = List.copyOf(problems);
    }

    /** Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
