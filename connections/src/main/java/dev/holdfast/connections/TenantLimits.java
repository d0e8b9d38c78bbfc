package dev.holdfast.connections;

import dev.holdfast.core.Problems;

/**
 * One tenant's part of the budget.
 *
 * @param min connections kept open while there is room, and never stolen; 0 or more
 * @param max connections at most; 1 or more
 * @param weight the share of the time, relative to the others', when there is not enough for all; 1 to 100
 */
public record TenantLimits(int min, int max, int weight) {
    public TenantLimits {
        Problems problems = new Problems();
        if (min < 0 || max < 1 || min > max) {
            problems.add(
                    "a tenant's limits don't fit",
                    "min " + min + " and max " + max + " were given.",
                    "Write 0 <= min <= max and max >= 1.");
        }
        if (weight < 1 || weight > 100) {
            problems.add("a tenant's weight is out of range", weight + " was given.", "Write 1 to 100; 1 is usual.");
        }
        problems.throwIfAny();
    }

    /** No guaranteed connection, at most {@code max}, weight 1. */
    public static TenantLimits upTo(int max) {
        return new TenantLimits(0, max, 1);
    }

    public TenantLimits withMin(int connections) {
        return new TenantLimits(connections, max, weight);
    }

    public TenantLimits withMax(int connections) {
        return new TenantLimits(min, connections, weight);
    }

    public TenantLimits withWeight(int share) {
        return new TenantLimits(min, max, share);
    }
}
