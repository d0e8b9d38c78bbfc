package dev.holdfast.core;

/** Quoting for names and literals where SQL takes no parameter (DDL, utility statements). */
public final class Identifiers {
    private Identifiers() {}

    /** A name in double quotes.
     *
     * @throws InvalidOption if it holds a NUL, which PostgreSQL can't store */
    public static String name(String name) {
        return '"' + withoutNul(name).replace("\"", "\"\"") + '"';
    }

    /** A literal in single quotes, for {@code standard_conforming_strings = on}, the default since 9.1. */
    public static String literal(String text) {
        return '\'' + withoutNul(text).replace("'", "''") + '\'';
    }

    private static String withoutNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidOption(
                    "a name or literal has a NUL character",
                    "PostgreSQL would answer 08P01: the protocol ends strings with NUL.",
                    "Remove the character U+0000.");
        }
        return text;
    }
}
