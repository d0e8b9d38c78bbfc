package dev.holdfast.proof.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a fault does. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of and List.of
public enum Kind {
    CLOSE(Places.CUT, "both ends get an orderly end of file"),
    RESET(Places.CUT, "both ends get a reset connection"),
    HALF_OPEN(
            Places.CUT,
            "from here on nothing goes one way any more, not even that the sender closed",
            Parameter.DIRECTION),
    BLACK_HOLE(
            Places.CUT,
            "from here on nothing goes either way; both ends are reset after TIME, or when the fault is disarmed",
            Parameter.TIME_OR_NONE),
    DELAY(Places.CUT, "nothing goes this way for TIME, give or take JITTER", Parameter.TIME, Parameter.JITTER),
    THROTTLE(Places.CUT, "from here on at most BYTES a second go this way", Parameter.BYTES),
    SPLIT(Places.INSIDE, "the message arrives in two parts, the second TIME (20ms) later", Parameter.GAP),
    SLOW_DRIP(Places.INSIDE, "the message arrives BYTES at a time, TIME apart", Parameter.BYTES, Parameter.GAP),
    BIT_FLIP(
            Places.INSIDE,
            "so many bits of the message's body are inverted; of its header, if it has no body",
            Parameter.COUNT),
    TRUNCATE(Places.INSIDE, "the last BYTES of the message are missing; what follows comes", Parameter.COUNT),
    COALESCE(
            Places.WHOLE,
            "the message is held back until COUNT (2) are there, at most TIME (200ms), which then come at once",
            Parameter.MESSAGES,
            Parameter.LIMIT),
    DUPLICATE(Places.WHOLE, "the message, if it is no longer than 8 kB, comes twice"),
    LOST(Places.WHOLE, "the message doesn't arrive; what follows does"),
    LATE(Places.WHOLE, "the cancel arrives when the COUNTth next query of its session has begun", Parameter.COUNT),
    ERROR(
            Places.INSTEAD,
            "the client is told of an error that the server knows nothing of; FATAL also ends the connection",
            Parameter.SQLSTATE,
            Parameter.SEVERITY);

    /** What stands in parentheses behind a kind. */
    enum Parameter {
        TIME("TIME", "[0-9]{1,6}(ms|s)", ""),
        TIME_OR_NONE("TIME", "[0-9]{1,6}(ms|s)", "never"),
        JITTER("JITTER", "[0-9]{1,6}(ms|s)", "0ms"),
        GAP("TIME", "[0-9]{1,6}(ms|s)", "20ms"),
        LIMIT("TIME", "[0-9]{1,6}(ms|s)", "200ms"),
        BYTES("BYTES", "[1-9][0-9]{0,8}", ""),
        COUNT("COUNT", "[1-9][0-9]{0,3}", "1"),
        MESSAGES("COUNT", "[1-9][0-9]{0,3}", "2"),
        DIRECTION("to-server|to-client", "to-server|to-client", "its own"),
        SQLSTATE("SQLSTATE", "[0-9A-Z]{5}", ""),
        SEVERITY("error|fatal", "error|fatal", "its own");

        private final String shown;
        private final String pattern;
        private final String otherwise;

        Parameter(String shown, String pattern, String otherwise) {
            this.shown = shown;
            this.pattern = pattern;
            this.otherwise = otherwise;
        }

        boolean required() {
            return otherwise.isEmpty();
        }

        String otherwise() {
            return otherwise;
        }

        boolean accepts(String text) {
            return text.matches(pattern);
        }

        String shown() {
            return shown;
        }
    }

    /** Constants for the constructor's use. */
    private static final class Places {
        static final Set<Place> CUT = Set.of(Place.BEFORE, Place.IN, Place.AFTER);
        static final Set<Place> INSIDE = Set.of(Place.IN);
        static final Set<Place> WHOLE = Set.of(Place.AT);
        static final Set<Place> INSTEAD = Set.of(Place.INSTEAD_OF);
    }

    private final Set<Place> places;
    private final String sentence;
    private final List<Parameter> parameters;

    Kind(Set<Place> places, String sentence, Parameter... parameters) {
        this.places = places;
        this.sentence = sentence;
        this.parameters = List.of(parameters);
    }

    /** As it is written in a fault, for example {@code bit-flip}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it does. */
    public String sentence() {
        return sentence;
    }

    /** How it is written, for example {@code delay(TIME[,JITTER])}. */
    public String form() {
        StringBuilder form = new StringBuilder();
        for (Parameter parameter : parameters) {
            String shown = (form.isEmpty() ? "" : ",") + parameter.shown();
            form.append(parameter.required() ? shown : "[" + shown + "]");
        }
        return form.isEmpty() ? text() : text() + "(" + form + ")";
    }

    /** Where it can strike. */
    public Set<Place> places() {
        return places;
    }

    List<Parameter> parameters() {
        return parameters;
    }

    /** Whether a byte of the message may be named. */
    boolean takesByte() {
        return places.equals(Places.CUT) || this == SPLIT;
    }

    static Optional<Kind> of(String text) {
        return Arrays.stream(values()).filter(k -> k.text().equals(text)).findFirst();
    }
}
