package dev.holdfast.proof.spec.internal;

import dev.holdfast.proof.spec.Spec;
import dev.holdfast.proof.spec.SpecOptions;
import dev.holdfast.proof.spec.SpecResult;
import dev.holdfast.proof.spec.Transcript;
import dev.holdfast.servers.Database;
import dev.holdfast.wire.Bytes;
import dev.holdfast.wire.MalformedFrame;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One file from its first line to its result. Not thread-safe. */
public final class FilePlay {
    private final Spec spec;
    private final Database database;
    private final SpecOptions options;
    private final Voice voice;
    private final Map<String, String> startup;
    private final List<String> notes = new ArrayList<>();
    private final Map<Spec.Invariant, List<Spec.Permutation>> broken = new LinkedHashMap<>();
    private final Map<Spec.Permutation, Map<Spec.Invariant, Bytes>> rows = new LinkedHashMap<>();
    private int permutations;
    private int waits;

    /** {@code transcript} hears everything as it is said. */
    public FilePlay(Spec spec, Database database, SpecOptions options, Transcript transcript) {
        this.spec = spec;
        this.database = database;
        this.options = options;
        this.voice = new Voice(transcript);
        this.startup = startup(spec, options);
    }

    private static Map<String, String> startup(Spec spec, SpecOptions options) {
        Map<String, String> startup = new TreeMap<>(options.startup());
        startup.putIfAbsent("application_name", "isolation/" + spec.name());
        return startup;
    }

    public SpecResult play() throws SQLException, InterruptedException {
        long started = System.nanoTime();
        Iterator<Spec.Permutation> selected = options.selected(spec);
        spec.warnings().forEach(warning -> voice.err(new Words().add(warning).add("\n")));
        voice.out(new Words().add("Parsed test spec with " + spec.sessions().size() + " sessions\n"));
        Optional<String> stopped = playAll(selected);
        List<SpecResult.Broken> shrunk = shrink();
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new SpecResult(spec, voice.said(), permutations, waits, shrunk, stopped, notes, took);
    }

    private Optional<String> playAll(Iterator<Spec.Permutation> selected) throws SQLException, InterruptedException {
        Patience patience =
                new Patience(options.patience(), System::nanoTime, what -> notes.add(Hang.describe(what, database)));
        try (Company company = Company.open(spec, database, startup, voice);
                Oracle oracle = oracle()) {
            Performance performance = new Performance(spec, company, oracle, voice, patience, act -> waits++);
            while (selected.hasNext()) {
                Spec.Permutation permutation = selected.next();
                note(permutation, performance.play(permutation));
                permutations++;
            }
            return Optional.empty();
        } catch (Stopped | MalformedFrame e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Oracle oracle() throws SQLException, InterruptedException, Stopped {
        return spec.invariants().isEmpty() ? null : Oracle.open(database, startup, options.patience());
    }

    private void note(Spec.Permutation permutation, Map<Spec.Invariant, Bytes> violations) {
        violations
                .keySet()
                .forEach(invariant -> broken.computeIfAbsent(invariant, i -> new ArrayList<>())
                        .add(permutation));
        if (!violations.isEmpty()) {
            rows.put(permutation, violations);
        }
    }

    private List<SpecResult.Broken> shrink() throws InterruptedException {
        List<SpecResult.Broken> shrunk = new ArrayList<>();
        Shrinking shrinking = new Shrinking(spec, database, startup, System::nanoTime);
        for (Map.Entry<Spec.Invariant, List<Spec.Permutation>> entry : broken.entrySet()) {
            List<Spec.Permutation> shortestFirst = entry.getValue().stream()
                    .sorted(Comparator.comparingInt(
                            permutation -> permutation.turns().size()))
                    .toList();
            Bytes shown = rows.getOrDefault(shortestFirst.get(0), Map.of()).getOrDefault(entry.getKey(), Bytes.EMPTY);
            shrunk.add(shrinking.smallest(entry.getKey(), shortestFirst, shown));
        }
        return shrunk;
    }
}
