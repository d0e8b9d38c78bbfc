package dev.holdfast.proof.fault;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which kinds of fault are supported at which boundaries; a test drives each of them. */
public final class Faults {
    /** A byte is no message: it can't be cut in two, be late, or be answered. */
    private static final Set<Kind> AT_A_BYTE = EnumSet.of(
            Kind.CLOSE,
            Kind.RESET,
            Kind.HALF_OPEN,
            Kind.BLACK_HOLE,
            Kind.DELAY,
            Kind.THROTTLE,
            Kind.BIT_FLIP,
            Kind.DUPLICATE,
            Kind.LOST);

    /** Before a session has begun, or after it, an error is FATAL; so it is where no answer is due. */
    private static final Set<Boundary> FATAL_ONLY = EnumSet.of(
            Boundary.STARTUP,
            Boundary.PASSWORD,
            Boundary.AUTHENTICATION,
            Boundary.PARAMETER_STATUS,
            Boundary.BACKEND_KEY,
            Boundary.FIRST_READY,
            Boundary.READY_FOR_QUERY,
            Boundary.NOTICE,
            Boundary.NOTIFICATION,
            Boundary.COPY_FAIL);

    private Faults() {}

    /** One supported pair, with the places. */
    public record Pair(Boundary boundary, Kind kind, Set<Place> places) {
        public Pair {
            places = Set.copyOf(places);
        }
    }

    /** All pairs, by boundary, then by kind. */
    public static List<Pair> supported() {
        List<Pair> pairs = new ArrayList<>();
        for (Boundary boundary : Boundary.values()) {
            for (Kind kind : Kind.values()) {
                Set<Place> places = places(boundary, kind);
                if (!places.isEmpty()) {
                    pairs.add(new Pair(boundary, kind, places));
                }
            }
        }
        return List.copyOf(pairs);
    }

    /** Where {@code kind} can strike at {@code boundary}; nowhere if the pair isn't supported. */
    static Set<Place> places(Boundary boundary, Kind kind) {
        boolean supported = switch (kind) {
            case ERROR -> boundary == Boundary.STARTUP || (boundary.typed() && boundary != Boundary.TERMINATE);
            case LATE -> boundary == Boundary.CANCEL;
            case COALESCE -> boundary.typed();
            default -> !oneByte(boundary) || AT_A_BYTE.contains(kind);
        };
        if (!supported) {
            return Set.of();
        }
        Set<Place> places = EnumSet.copyOf(kind.places());
        if (oneByte(boundary) && kind != Kind.BIT_FLIP) {
            places.remove(Place.IN);
        }
        return places;
    }

    static boolean oneByte(Boundary boundary) {
        return boundary == Boundary.SSL_REPLY || boundary.filter() == Boundary.Filter.OFFSET;
    }

    /** Whether an error there must end the connection. */
    static boolean fatalOnly(Boundary boundary) {
        return FATAL_ONLY.contains(boundary);
    }
}
