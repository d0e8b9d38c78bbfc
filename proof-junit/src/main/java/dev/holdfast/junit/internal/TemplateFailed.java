package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.SqlState;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A template could not be made; the message has the step, the statement and its line. */
public final class TemplateFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Classes of errors that have nothing to do with what a step does, and may be gone the next time. */
    private static final String PASSING = "08|53|57|58|40|XX";

    public TemplateFailed(String message, String detail, String hint, @Nullable Throwable cause) {
        super(new InvalidOption(message, detail, hint).getMessage(), cause);
    }

    private TemplateFailed(String text, @Nullable Throwable cause) {
        super(text, cause);
    }

    /** The same for another caller, whose stack it then has. */
    TemplateFailed again() {
        return new TemplateFailed(String.valueOf(getMessage()), getCause() == null ? this : getCause());
    }

    /** Whether the same steps may succeed when they are run again: the server was gone, or full. */
    boolean mayPass() {
        return SqlState.of(this)
                .map(state -> state.errorClass().matches(PASSING))
                .orElse(false);
    }
}
