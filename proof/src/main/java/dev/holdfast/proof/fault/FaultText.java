package dev.holdfast.proof.fault;

import dev.holdfast.core.InvalidOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one fault. */
final class FaultText {
    private static final int MOST = 1_000_000_000;
    private static final String CLAUSES = "byte K, nth N, every, session N, application NAME";
    private final String text;
    private int at;

    private int atByte;
    private int nth = 1;
    private long session;
    private String application = "";

    FaultText(String text) {
        this.text = text;
    }

    Fault read() {
        int start = start();
        Kind kind = named(Kind::of, "kind of fault", names(Kind.values(), Kind::text));
        List<String> arguments = arguments(kind, start);
        start = start();
        Place place = named(Place::of, "place", names(kind.places().toArray(new Place[0]), Place::text));
        check(kind.places().contains(place), start, kind.text() + " has another place", places(kind));
        start = start();
        Boundary boundary = named(Boundary::of, "boundary", names(Boundary.values(), Boundary::text));
        Set<Place> places = Faults.places(boundary, kind);
        check(places.contains(place), start, notSupported(kind, place, boundary), boundariesOf(kind, place));
        String which = which(boundary);
        clauses(kind, place, start);
        severity(kind, boundary, arguments, start);
        return new Fault(kind, arguments, place, boundary, which, atByte, nth, session, application);
    }

    private static String notSupported(Kind kind, Place place, Boundary boundary) {
        return kind.text() + " " + place.text() + " " + boundary.text() + " isn't supported";
    }

    private static String places(Kind kind) {
        return "It strikes " + names(kind.places().toArray(new Place[0]), Place::text) + ".";
    }

    private static String boundariesOf(Kind kind, Place place) {
        return "Supported: "
                + Arrays.stream(Boundary.values())
                        .filter(boundary -> Faults.places(boundary, kind).contains(place))
                        .map(Boundary::text)
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private List<String> arguments(Kind kind, int start) {
        List<String> given = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        if (peek() == '(') {
            do {
                at++;
                skip();
                positions.add(at);
                given.add(until(",)").strip());
            } while (peek() == ',');
            expect(')');
        }
        String form = "Write " + kind.form() + ".";
        List<Kind.Parameter> parameters = kind.parameters();
        long required = parameters.stream().filter(Kind.Parameter::required).count();
        check(given.size() >= required, start, kind.text() + " needs more in parentheses", form);
        for (int i = 0; i < given.size(); i++) {
            check(i < parameters.size(), positions.get(i), kind.text() + " takes no more in parentheses", form);
            boolean accepted = parameters.get(i).accepts(given.get(i));
            check(accepted, positions.get(i), "not a " + parameters.get(i).shown(), form + " A time is 200ms or 5s.");
        }
        return given;
    }

    private String which(Boundary boundary) {
        int start = at;
        if (peek() != '(') {
            check(
                    boundary.filter() != Boundary.Filter.OFFSET,
                    start,
                    "which byte?",
                    "Write " + boundary.text() + "(0).");
            return "";
        }
        at++;
        skip();
        start = at;
        String which = peek() == '"' ? quoted() : until(")").strip();
        skip();
        expect(')');
        boolean number = which.matches("0|[1-9][0-9]{0,8}");
        switch (boundary.filter()) {
            case NONE -> fail(start, boundary.text() + " takes nothing in parentheses", "Leave it out.");
            case COUNT -> check(number && !which.equals("0"), start, "not a number from 1", "As in data-row(2).");
            case OFFSET -> check(number, start, "not a number from 0", "As in byte-to-client(100).");
            case SQL, TEXT -> check(!which.isBlank(), start, "nothing in parentheses", "Leave them out for any.");
        }
        return which;
    }

    private void clauses(Kind kind, Place place, int boundaryAt) {
        Set<String> seen = new HashSet<>();
        for (int start = start(); start < text.length(); start = start()) {
            String clause = word();
            boolean first = seen.add(clause.equals("every") ? "nth" : clause);
            check(first, start, "said twice", "Each of " + CLAUSES + " once at most.");
            switch (clause) {
                case "byte" -> {
                    check(
                            kind.takesByte() && place == Place.IN,
                            start,
                            "no byte can be named here",
                            "Only close, reset, half-open, black-hole, delay, throttle and split in a message take one.");
                    atByte = number();
                }
                case "nth" -> nth = number();
                case "every" -> nth = 0;
                case "session" -> session = number();
                case "application" -> application = name();
                default ->
                    fail(
                            start,
                            "unknown clause \"" + clause + "\"",
                            "After " + text.substring(boundaryAt, start).strip() + " may come: " + CLAUSES + ".");
            }
        }
    }

    private void severity(Kind kind, Boundary boundary, List<String> arguments, int start) {
        boolean mild = kind == Kind.ERROR && arguments.contains("error");
        check(
                !(mild && Faults.fatalOnly(boundary)),
                start,
                "an error there is always fatal",
                "Write fatal, or nothing.");
    }

    private String name() {
        skip();
        int start = at;
        String name = peek() == '"' ? quoted() : word();
        check(!name.isEmpty(), start, "no application name", "As in application \"my service\".");
        return name;
    }

    private int number() {
        int start = start();
        String digits = word();
        check(digits.matches("[1-9][0-9]{0,8}"), start, "not a number from 1 to " + (MOST - 1), "For example 3.");
        return Integer.parseInt(digits);
    }

    private <T> T named(Function<String, java.util.Optional<T>> find, String what, String names) {
        int start = start();
        String name = word().toLowerCase(Locale.ROOT);
        return find.apply(name)
                .orElseThrow(() -> refusal(
                        start,
                        name.isEmpty() ? "no " + what : "unknown " + what + " \"" + name + "\"",
                        "One of: " + names + "."));
    }

    private static <T> String names(T[] all, Function<T, String> name) {
        return Stream.of(all).map(name).collect(Collectors.joining(", "));
    }

    private int start() {
        skip();
        return at;
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private String word() {
        skip();
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "()\",".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String until(String ends) {
        int start = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /** A quote inside is written twice. */
    private String quoted() {
        int start = at;
        StringBuilder inside = new StringBuilder();
        at++;
        while (true) {
            inside.append(until("\""));
            check(at < text.length(), start, "a quote without end", "Write \"my service\".");
            at++;
            if (peek() != '"') {
                return inside.toString();
            }
            inside.append('"');
            at++;
        }
    }

    private void expect(char wanted) {
        check(peek() == wanted, at, "'" + wanted + "' is missing", "");
        at++;
    }

    private void check(boolean good, int position, String message, String hint) {
        if (!good) {
            fail(position, message, hint);
        }
    }

    private void fail(int position, String message, String hint) {
        throw refusal(position, message, hint);
    }

    private InvalidOption refusal(int position, String message, String hint) {
        String shown = text.replaceAll("\\s", " ");
        return new InvalidOption(
                "not a fault: " + message + ", at character " + (position + 1),
                "\n    " + shown + "\n    " + " ".repeat(position) + "^",
                hint);
    }
}
