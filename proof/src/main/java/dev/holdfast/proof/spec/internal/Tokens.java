package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.internal.Token.Kind;
import dev.holdfast.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * The words of a file, one after the other. What the format's documentation leaves open, the reference program showed: a
 * carriage return ends a comment, a vertical tab is no space.
 */
final class Tokens {
    private static final Map<Bytes, Kind> WORDS = Map.of(
            Bytes.of("notices"), Kind.NOTICES,
            Bytes.of("permutation"), Kind.PERMUTATION,
            Bytes.of("session"), Kind.SESSION,
            Bytes.of("setup"), Kind.SETUP,
            Bytes.of("step"), Kind.STEP,
            Bytes.of("teardown"), Kind.TEARDOWN,
            Bytes.of("invariant"), Kind.INVARIANT);

    private final Source source;
    private int at;

    Tokens(Source source) {
        this.source = source;
    }

    Token next() {
        skipBlanks();
        int start = at;
        if (ended()) {
            return new Token(Kind.END, Bytes.EMPTY, start);
        }
        byte first = source.at(at);
        if (startsName(first)) {
            return word(start);
        }
        if (isDigit(first)) {
            return number(start);
        }
        at++;
        return switch (first) {
            case '"' -> quoted(start);
            case '{' -> block(start);
            case '(' -> new Token(Kind.OPEN, Bytes.EMPTY, start);
            case ')' -> new Token(Kind.CLOSE, Bytes.EMPTY, start);
            case ',' -> new Token(Kind.COMMA, Bytes.EMPTY, start);
            case '*' -> new Token(Kind.STAR, Bytes.EMPTY, start);
            default ->
                throw source.refused(
                        start,
                        "unexpected character",
                        "Found " + shown(first) + ".",
                        "Outside of quotes and braces there are words, numbers, commas, parentheses, * and # comments.");
        };
    }

    private boolean ended() {
        return at == source.length();
    }

    private void skipBlanks() {
        while (!ended()) {
            byte next = source.at(at);
            if (next == '#') {
                skipComment();
            } else if (next == '\n' || isSpace(next)) {
                at++;
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        while (!ended() && source.at(at) != '\n' && source.at(at) != '\r') {
            at++;
        }
    }

    private Token word(int start) {
        while (!ended() && continuesName(source.at(at))) {
            at++;
        }
        Bytes text = source.slice(start, at);
        return new Token(WORDS.getOrDefault(text, Kind.NAME), text, start);
    }

    private Token number(int start) {
        while (!ended() && isDigit(source.at(at))) {
            at++;
        }
        return new Token(Kind.NUMBER, source.slice(start, at), start);
    }

    private Token quoted(int start) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        while (!ended()) {
            byte next = source.at(at++);
            if (next == '\n') {
                throw source.refused(
                        start, "unexpected newline in quoted identifier", "", "The closing quote is missing.");
            }
            if (next == '"' && (ended() || source.at(at) != '"')) {
                return new Token(Kind.NAME, Bytes.of(name.toByteArray()), start);
            }
            if (next == '"') {
                at++;
            }
            refuseNul(next, "a quoted identifier");
            name.write(next);
        }
        throw source.refused(start, "unterminated quoted identifier", "", "The closing quote is missing.");
    }

    /** The reference would silently end the name or the SQL there, and PostgreSQL could read neither. */
    private void refuseNul(byte next, String where) {
        if (next == 0) {
            throw source.refused(at - 1, "NUL byte in " + where, "", "Text can't hold it: remove it.");
        }
    }

    /** Ends at the first closing brace, wherever that stands. Spaces at the ends are dropped, newlines aren't. */
    private Token block(int start) {
        while (!ended() && isSpace(source.at(at))) {
            at++;
        }
        int first = at;
        while (!ended()) {
            byte next = source.at(at++);
            if (next == '}') {
                return new Token(Kind.BLOCK, source.slice(first, withoutSpaces(first, at - 1)), start);
            }
            refuseNul(next, "a block of SQL");
        }
        throw source.refused(start, "unterminated sql block", "", "The closing brace is missing.");
    }

    private int withoutSpaces(int first, int end) {
        int last = end;
        while (last > first && isSpace(source.at(last - 1))) {
            last--;
        }
        return last;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean startsName(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c < 0;
    }

    private static boolean continuesName(byte c) {
        return startsName(c) || isDigit(c) || c == '$';
    }

    private static String shown(byte c) {
        return c > ' ' && c < 0x7f ? "\"" + (char) c + "\"" : "byte 0x%02x".formatted(c);
    }
}
