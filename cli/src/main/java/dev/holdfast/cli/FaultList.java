package dev.holdfast.cli;

import dev.holdfast.proof.fault.Boundary;
import dev.holdfast.proof.fault.Faults;
import dev.holdfast.proof.fault.Kind;
import dev.holdfast.proof.fault.Place;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the proxy can do, and where. */
final class FaultList {
    private FaultList() {}

    static void print(PrintStream out) {
        out.println("Kinds:");
        for (Kind kind : Kind.values()) {
            out.printf("  %-36s %s%n", kind.form(), kind.sentence());
        }
        print("to the server", true, out);
        print("to the client", false, out);
        out.printf(
                "%n%d pairs. A fault: KIND PLACE BOUNDARY [byte K] [nth N | every] [session N | application NAME]%n",
                Faults.supported().size());
    }

    private static void print(String way, boolean toServer, PrintStream out) {
        out.printf("%nBoundaries on the way %s:%n", way);
        for (Boundary boundary : Boundary.values()) {
            if (boundary.toServer() == toServer) {
                print(boundary, out);
            }
        }
    }

    /** Kinds with the same places share a line. */
    private static void print(Boundary boundary, PrintStream out) {
        String which = switch (boundary.filter()) {
            case NONE -> "";
            case SQL -> "[(SQL)]";
            case TEXT -> "[(TEXT)]";
            case COUNT -> "[(N)]";
            case OFFSET -> "(N)";
        };
        out.printf("  %-24s %s%n", boundary.text() + which, boundary.sentence());
        Map<String, String> kinds = Faults.supported().stream()
                .filter(pair -> pair.boundary() == boundary)
                .collect(Collectors.groupingBy(
                        pair -> places(pair.places()),
                        LinkedHashMap::new,
                        Collectors.mapping(pair -> pair.kind().text(), Collectors.joining(", "))));
        kinds.forEach((places, names) -> out.printf("      %-18s %s%n", places, names));
    }

    private static String places(Set<Place> places) {
        return places.stream().sorted().map(Place::text).collect(Collectors.joining("|"));
    }

    static List<Map<String, Object>> asMaps() {
        return Faults.supported().stream().map(FaultList::asMap).toList();
    }

    private static Map<String, Object> asMap(Faults.Pair pair) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("boundary", pair.boundary().text());
        map.put("direction", pair.boundary().toServer() ? "to-server" : "to-client");
        map.put("kind", pair.kind().text());
        map.put("places", pair.places().stream().sorted().map(Place::text).toList());
        return map;
    }
}
