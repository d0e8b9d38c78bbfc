package dev.holdfast.junit.internal;

import dev.holdfast.core.Deadline;
import dev.holdfast.junit.TestDatabase.Measured;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of work does to a database. PostgreSQL's counters are written by each session when it is idle, at most once
 * a second, and when it ends; sessions that we know are made to write theirs at once. What sessions of somebody else's pool
 * have not written yet is missing. Opened connections are the greater of what the server counted and what was seen.
 *
 * @param without sessions that don't count
 * @param known those that can be made to write
 * @param settle waits for those that were closed, which write when they end
 */
record Measurement(
        ServerProbe probe, String database, Set<Integer> without, Supplier<List<Connection>> known, Settle settle) {
    private static final Duration STEP = Duration.ofMillis(4);

    /** Waits, within bounds. */
    interface Settle {
        void await() throws SQLException;
    }

    <T> Measured<T> of(Callable<T> work) throws Exception {
        settle.await();
        flush();
        ServerProbe.Counters before = probe.counters(database);
        Sampler sampler = new Sampler(probe.sessions(database));
        Thread thread = Thread.ofPlatform().daemon().name("holdfast-measure").start(sampler);
        long start = System.nanoTime();
        T value;
        Duration took;
        try {
            value = work.call();
        } finally {
            took = Duration.ofNanos(System.nanoTime() - start);
            sampler.end();
            thread.join();
        }
        sampler.sample();
        settle.await();
        int forced = flush();
        ServerProbe.Counters after = probe.counters(database);
        long opened =
                Math.max(after.sessions() - before.sessions(), sampler.seen.size() - (long) sampler.before.size());
        return new Measured<>(
                value,
                took,
                opened,
                sampler.peak,
                Math.max(0, after.commits() - before.commits() - forced),
                after.rollbacks() - before.rollbacks());
    }

    /** How many sessions wrote their counters, with a transaction each. */
    private int flush() {
        int forced = 0;
        for (Connection session : known.get()) {
            try {
                Wire.query(session, "SELECT pg_stat_force_next_flush()").close();
                forced++;
            } catch (SQLException e) {
                // It ended meanwhile, and has written.
                assert e != null;
            }
        }
        return forced;
    }

    /** Looks at the sessions every few milliseconds. One thread samples at a time. */
    private final class Sampler implements Runnable {
        private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
        private final Patience pauses = new Patience();
        private final Set<String> before;
        private final Set<String> seen;
        private int peak;

        Sampler(Set<String> before) {
            this.before = before;
            this.seen = new HashSet<>(before);
        }

        @Override
        public void run() {
            while (!ended.isDone()) {
                try {
                    sample();
                } catch (SQLException e) {
                    // The work may well restart the server.
                    assert e != null;
                }
                pauses.pause(Deadline.in(STEP));
            }
        }

        void sample() throws SQLException {
            Set<String> now = new HashSet<>(probe.sessions(database));
            now.removeIf(session -> without.contains(Integer.valueOf(session.substring(0, session.indexOf(' ')))));
            peak = Math.max(peak, now.size());
            seen.addAll(now);
        }

        void end() {
            ended.complete(null);
            pauses.happened();
        }
    }
}
