package dev.holdfast.proof;

/** How much a verdict rests on: operations in all, and how many of them met another session. */
public record Exposure(long operations, long contended, long overlapping, long observations) {
    /** The sentence beside a verdict that holds. */
    public String sentence() {
        return "no violation in %,d operations, %,d of them contended".formatted(operations, contended);
    }
}
