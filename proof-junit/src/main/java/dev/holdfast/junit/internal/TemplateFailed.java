package dev.holdfast.junit.internal;

import dev.holdfast.core.InvalidOption;
import java.io.Serial;

/** A template could not be made; the message has the step, the statement and its line. */
public final class TemplateFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TemplateFailed(String message, String detail, String hint, Throwable cause) {
        super(new InvalidOption(message, detail, hint).getMessage(), cause);
    }
}
