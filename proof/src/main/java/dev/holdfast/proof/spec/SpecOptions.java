package dev.holdfast.proof.spec;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How files are played.
 *
 * @param only permutations to play instead of the file's, each as in a file: {@code s1a s2a(*) s1b}
 * @param sample so many of the permutations, drawn with {@code seed}, in their order; all if empty
 * @param seed of the sample
 * @param patience after so long a step is cancelled; after twice as long the file is given up
 * @param startup parameters with which every connection begins, for example {@code TimeZone}; unless it says otherwise,
 *     {@code application_name} is {@code isolation/NAME}, as {@code pg_isolation_regress} has it
 */
public record SpecOptions(
        List<String> only, Optional<Integer> sample, long seed, Duration patience, Map<String, String> startup) {
    /** What the reference does when it is told nothing. */
    public static final SpecOptions DEFAULT =
            new SpecOptions(List.of(), Optional.empty(), 0, Duration.ofMinutes(6), Map.of());

    /** libpq's variables that become parameters, and their names there. */
    private static final Map<String, String> VARIABLES = Map.of(
            "PGAPPNAME", "application_name",
            "PGOPTIONS", "options",
            "PGCLIENTENCODING", "client_encoding",
            "PGDATESTYLE", "DateStyle",
            "PGTZ", "TimeZone",
            "PGGEQO", "geqo");

    public SpecOptions {
        only = List.copyOf(only);
        startup = Map.copyOf(startup);
    }

    /** The variables that the reference heeds: libpq's, and {@code PG_TEST_TIMEOUT_DEFAULT}, half the patience in seconds. */
    public SpecOptions withEnvironment(Map<String, String> environment) {
        Map<String, String> parameters = new LinkedHashMap<>(startup);
        VARIABLES.forEach((variable, parameter) -> {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                parameters.put(parameter, value);
            }
        });
        String half = environment.getOrDefault("PG_TEST_TIMEOUT_DEFAULT", "");
        Duration limit = half.matches("[1-9]\\d{0,5}") ? Duration.ofSeconds(2 * Long.parseLong(half)) : patience;
        return new SpecOptions(only, sample, seed, limit, parameters);
    }

    public SpecOptions withOnly(List<String> newOnly) {
        return new SpecOptions(newOnly, sample, seed, patience, startup);
    }

    /** So many permutations, drawn with {@code newSeed}. */
    public SpecOptions withSample(int size, long newSeed) {
        return new SpecOptions(only, Optional.of(size), newSeed, patience, startup);
    }

    public SpecOptions withPatience(Duration newPatience) {
        return new SpecOptions(only, sample, seed, newPatience, startup);
    }

    /**
     * The permutations of {@code spec} to play, lazily: there may be very many.
     *
     * @throws dev.holdfast.core.InvalidOption if {@link #only} names steps that aren't there
     */
    public Iterator<Spec.Permutation> selected(Spec spec) {
        if (!only.isEmpty()) {
            return only.stream().map(spec::permutation).toList().iterator();
        }
        return sample.isPresent()
                ? spec.sample(sample.get(), seed).iterator()
                : spec.all().iterator();
    }
}
