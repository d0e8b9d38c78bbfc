package dev.holdfast.connections.internal.budget;

/**
 * What an allocator goes by. Times in nanoseconds.
 *
 * @param budget slots in all
 * @param reserved of those, only for the system database
 * @param opensAtOnce attempts to open at once, not counting those that hang
 * @param stalledAfter an attempt that takes longer hangs: it burns no more of the server's CPU
 * @param quantum so much more time of slots than those who wait, by weight, may a cell have had before it must yield
 * @param keep an idle connection of a cell that needn't yield is kept so long from others
 * @param watchAfter an idle connection is watched after so long
 * @param backoff after a failure to open that may pass; doubles up to 20 times this
 * @param memory for how long a failure that won't pass is answered from memory; doubles up to 30 times this
 * @param maxQueue requests that may wait in one cell
 */
public record Settings(
        int budget,
        int reserved,
        int opensAtOnce,
        long stalledAfter,
        long quantum,
        long keep,
        long watchAfter,
        long backoff,
        long memory,
        int maxQueue) {}
