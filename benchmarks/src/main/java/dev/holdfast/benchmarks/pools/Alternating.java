package dev.holdfast.benchmarks.pools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs of several subjects in turn, so that a noisy machine disturbs all alike. */
final class Alternating {
    private Alternating() {}

    /** One run of one subject. */
    interface Run<S, T> {
        T of(S subject) throws Exception;
    }

    /** What each run brought, by subject; who failed is told to {@code page}, and left out if there was nothing else. */
    static <S, T> Map<S, List<T>> runs(int runs, Iterable<S> subjects, Page page, Run<S, T> run) {
        Map<S, List<T>> all = new LinkedHashMap<>();
        for (int i = 0; i < runs; i++) {
            for (S subject : subjects) {
                Attempt.of(() -> run.of(subject), reason -> page.line("  " + subject + ": not measured: " + reason))
                        .ifPresent(result -> all.computeIfAbsent(subject, key -> new ArrayList<>())
                                .add(result));
            }
        }
        return all;
    }
}
