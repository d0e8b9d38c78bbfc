package dev.holdfast.cli;

import dev.holdfast.catalog.Catalog;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.Saboteur;
import dev.holdfast.proof.Scenario;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** Which scenarios were asked for, by id, by the beginning of ids, or by tag. */
record Selection(List<Scenario> scenarios, boolean byName) {
    /** A name that is less alike than this is not what somebody meant. */
    private static final double ALIKE = 0.8;

    /** Without ids and tags: the whole catalogue. With both: scenarios that have an id and a tag asked for. */
    static Selection of(List<String> ids, List<String> tags, Problems problems) {
        List<Scenario> all = Catalog.scenarios();
        ids.forEach(id -> checkId(id, all, problems));
        tags.forEach(tag -> checkTag(tag, all, problems));
        List<Scenario> chosen = all.stream()
                .filter(s -> ids.isEmpty() || ids.stream().anyMatch(id -> names(id, s, all)))
                .filter(s -> tags.isEmpty() || tags.stream().anyMatch(s.card().tags()::contains))
                .toList();
        if (chosen.isEmpty() && problems.isEmpty()) {
            problems.add(
                    "no scenario has both an id and a tag that were asked for",
                    "Ids " + ids + ", tags " + tags + ".",
                    "Run ./holdfast list to see ids and tags.");
        }
        return new Selection(chosen, !ids.isEmpty());
    }

    static List<Saboteur> saboteursOf(Scenario scenario) {
        return Catalog.saboteurs().stream()
                .filter(s -> s.scenario().equals(scenario.card().id()))
                .toList();
    }

    /** An id names its scenario; if there is none, the family that begins with it: flash-sale names all four sizes. */
    private static boolean names(String id, Scenario scenario, List<Scenario> all) {
        String full = scenario.card().id();
        boolean exact = all.stream().anyMatch(s -> s.card().id().equals(id));
        return exact ? full.equals(id) : full.startsWith(id + "-");
    }

    private static void checkId(String id, List<Scenario> all, Problems problems) {
        if (all.stream().noneMatch(s -> names(id, s, all))) {
            List<String> known = all.stream().map(s -> s.card().id()).toList();
            problems.add("unknown scenario \"" + id + "\"", "", hint(id, known));
        }
    }

    private static void checkTag(String tag, List<Scenario> all, Problems problems) {
        TreeSet<String> known = new TreeSet<>();
        all.forEach(s -> known.addAll(s.card().tags()));
        if (!known.contains(tag)) {
            problems.add("unknown tag \"" + tag + "\"", "Tags are " + String.join(", ", known) + ".", hint(tag, known));
        }
    }

    private static String hint(String given, Collection<String> known) {
        JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
        List<String> near = known.stream()
                .filter(k -> similarity.apply(given, k) >= ALIKE)
                .sorted((a, b) -> Double.compare(similarity.apply(given, b), similarity.apply(given, a)))
                .limit(3)
                .toList();
        return near.isEmpty()
                ? "Run ./holdfast list to see them all."
                : "Did you mean " + String.join(" or ", near) + "? Run ./holdfast list to see them all.";
    }
}
