package dev.holdfast.core;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.function.Function;

/**
 * A password or key. Its {@code toString} is a mask, it has no {@code equals} that would tempt anybody to compare secrets
 * in variable time, and {@link #close} wipes it. Thread-safe.
 */
public final class Secret implements AutoCloseable {
    private static final String MASK = "********";

    @GuardedBy("this")
    private final char[] characters;

    @GuardedBy("this")
    private boolean wiped;

    private Secret(char[] characters) {
        this.characters = characters;
    }

    /** Copies {@code characters}; the caller still owns, and should wipe, its own array. */
    public static Secret of(char[] characters) {
        return new Secret(characters.clone());
    }

    /** For secrets that already are strings (environment, URL); a string can't be wiped. */
    public static Secret of(String text) {
        return new Secret(text.toCharArray());
    }

    /**
     * Lends a copy of the characters to {@code use} and wipes that copy afterwards, also when {@code use} throws.
     *
     * @throws IllegalStateException if this secret was closed
     */
    public <T> T use(Function<char[], T> use) {
        char[] lent = copy();
        try {
            return use.apply(lent);
        } finally {
            Arrays.fill(lent, '\0');
        }
    }

    private synchronized char[] copy() {
        if (wiped) {
            throw new IllegalStateException("secret was wiped: it can't be used after close()");
        }
        return characters.clone();
    }

    /** Overwrites the characters. Calling it again does nothing. */
    @Override
    public synchronized void close() {
        Arrays.fill(characters, '\0');
        wiped = true;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
