package dev.holdfast.proof.fault;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One fault: what it does, at which boundary, at which occurrence, in which session. Immutable; compares by its text.
 *
 * <p>{@code KIND[(ARGUMENTS)] PLACE BOUNDARY[(WHICH)] [byte K] [nth N | every] [session N | application NAME]}, for example
 *
 * <pre>
 * reset before command-complete(COMMIT)
 * close after execute(COMMIT)
 * close in data-row(2) byte 9
 * delay(200ms,50ms) before ready-for-query nth 3
 * bit-flip(3) in data-row(2) session 5
 * error(40001) instead-of command-complete(INSERT) every application "my service"
 * lost at cancel
 * </pre>
 *
 * <p>Without {@code byte}, {@code in} is the middle of the message. Without {@code nth}, a fault fires once, at the first
 * occurrence; occurrences are counted from when it was armed, over all sessions that it is meant for. Sessions are counted
 * from 1 in the order in which the proxy accepted connections, of which a cancel is one too.
 */
public final class Fault {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern BARE = Pattern.compile("[^\\s()\"]([^()\"\\v]*[^\\s()\"])?");
    private final Kind kind;
    private final List<String> arguments;
    private final Place place;
    private final Boundary boundary;
    private final String which;
    private final int atByte;
    private final int nth;
    private final long session;
    private final String application;

    /**
     * A fault.
     *
     * @param which empty if any
     * @param atByte 0 if it is the middle
     * @param nth 0 if it is every
     * @param session 0 if any
     * @param application empty if any
     */
    Fault(
            Kind kind,
            List<String> arguments,
            Place place,
            Boundary boundary,
            String which,
            int atByte,
            int nth,
            long session,
            String application) {
        this.kind = kind;
        this.arguments = List.copyOf(arguments);
        this.place = place;
        this.boundary = boundary;
        this.which = which;
        this.atByte = atByte;
        this.nth = nth;
        this.session = session;
        this.application = application;
    }

    /**
     * Reads a fault.
     *
     * @throws dev.holdfast.core.InvalidOption if it isn't one: with the position, and what may stand there
     */
    public static Fault parse(String text) {
        return new FaultText(text).read();
    }

    public Kind kind() {
        return kind;
    }

    public Place place() {
        return place;
    }

    public Boundary boundary() {
        return boundary;
    }

    String which() {
        return which;
    }

    int nth() {
        return nth;
    }

    long session() {
        return session;
    }

    String application() {
        return application;
    }

    /** How many of the message's bytes come before the fault. */
    long offset(long length) {
        return switch (place) {
            case IN -> Math.min(atByte == 0 ? Math.max(1, length / 2) : atByte, length - 1);
            case AFTER -> length;
            case BEFORE, AT, INSTEAD_OF -> 0;
        };
    }

    /** The argument, or what it is if left out. */
    String argument(int index) {
        return index < arguments.size()
                ? arguments.get(index)
                : kind.parameters().get(index).otherwise();
    }

    int number(int index) {
        return Integer.parseInt(argument(index));
    }

    Duration time(int index) {
        String text = argument(index);
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    }

    /** An expression that reads as this fault. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.text());
        if (!arguments.isEmpty()) {
            text.append('(').append(String.join(",", arguments)).append(')');
        }
        text.append(' ').append(place.text()).append(' ').append(boundary.text());
        if (!which.isEmpty()) {
            text.append('(')
                    .append(BARE.matcher(which).matches() ? which : quoted(which))
                    .append(')');
        }
        append(text, "byte", atByte, atByte != 0);
        append(text, "nth", nth, nth > 1);
        text.append(nth == 0 ? " every" : "");
        append(text, "session", session, session != 0);
        boolean word = WORD.matcher(application).matches();
        append(text, "application", word ? application : quoted(application), !application.isEmpty());
        return text.toString();
    }

    private static void append(StringBuilder text, String word, Object value, boolean given) {
        if (given) {
            text.append(' ').append(word).append(' ').append(value);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fault fault && toString().equals(fault.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
