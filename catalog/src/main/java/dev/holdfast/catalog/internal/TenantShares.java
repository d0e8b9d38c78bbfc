package dev.holdfast.catalog.internal;

import dev.holdfast.core.TenantId;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shares of time in words. */
final class TenantShares {
    private TenantShares() {}

    /** For example {@code t0 61 %, t1 39 %}. */
    static String text(Map<TenantId, Double> held) {
        double sum = held.values().stream().mapToDouble(Double::doubleValue).sum();
        return new TreeMap<>(held)
                .entrySet().stream()
                        .map(share -> String.format(
                                Locale.ROOT, "%s %.0f %%", share.getKey(), 100 * share.getValue() / Math.max(1, sum)))
                        .collect(Collectors.joining(", "));
    }
}
