package dev.holdfast.proof;

import java.util.Locale;

/** How much a verdict rests on: operations in all, and how many of them met another session. */
public record Exposure(long operations, long contended, long overlapping, long observations) {
    /** The sentence beside a verdict that holds. */
    public String sentence() {
        return String.format(
                Locale.ROOT, "no violation in %,d operations, %,d of them contended", operations, contended);
    }
}
