package dev.holdfast.proof.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a fault strikes, relative to its boundary's message. */
public enum Place {
    /** Everything before the message has passed, nothing of it. */
    BEFORE,
    /** Inside the message; for some kinds at a byte of it. */
    IN,
    /** All of the message has passed, nothing behind it. */
    AFTER,
    /** The message as a whole. */
    AT,
    /** Something else comes instead. */
    INSTEAD_OF;

    /** As it is written in a fault, for example {@code instead-of}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Place> of(String text) {
        return Arrays.stream(values()).filter(p -> p.text().equals(text)).findFirst();
    }
}
