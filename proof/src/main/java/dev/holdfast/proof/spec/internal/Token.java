package dev.holdfast.proof.spec.internal;

import dev.holdfast.wire.Bytes;

/**
 * A word of the format.
 *
 * @param text a name without its quotes, a block without its braces and outer spaces, a number's digits
 * @param start where it begins in its file, in bytes
 */
record Token(Kind kind, Bytes text, int start) {
    /** What it is, and how that is called in a message. */
    enum Kind {
        NOTICES("\"notices\""),
        PERMUTATION("\"permutation\""),
        SESSION("\"session\""),
        SETUP("\"setup\""),
        STEP("\"step\""),
        TEARDOWN("\"teardown\""),
        /** Ours. No keyword: it is a name wherever a name may stand. */
        INVARIANT("\"invariant\""),
        NAME("a name"),
        BLOCK("a block of SQL in braces"),
        NUMBER("a number"),
        OPEN("\"(\""),
        CLOSE("\")\""),
        COMMA("\",\""),
        STAR("\"*\""),
        END("the end");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    boolean isName() {
        return kind == Kind.NAME || kind == Kind.INVARIANT;
    }

    /** For a message. SQL isn't shown: there may be a password in it. */
    String found() {
        return switch (kind) {
            case NAME -> "\"" + text + "\"";
            case NUMBER -> text.text();
            default -> kind.toString();
        };
    }
}
