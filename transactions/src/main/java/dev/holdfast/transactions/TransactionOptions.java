package dev.holdfast.transactions;

import dev.holdfast.core.Problems;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * How transactions are run. Immutable; each {@code with} makes a changed copy and refuses, all at once, what can't be.
 *
 * @param isolation empty for what the database or role has as its default
 * @param readOnly whether the server is to refuse writes. A read-only transaction whose COMMIT got no answer is repeated; at
 *     worst a NOTIFY, which PostgreSQL takes for no write, is sent twice
 * @param within how long a run may take, unless it is given a deadline: see {@link Transactions#until}
 * @param attempts how often the work is performed at most; also how often an unknown outcome is asked for, if there is no
 *     deadline
 * @param backoff how long to wait between attempts
 * @param confirmation how a lost answer to COMMIT is settled; empty to leave that to the caller
 * @param random where the jitter comes from; thread-safe
 * @param time the clock and the way to wait
 */
public record TransactionOptions(
        Optional<Isolation> isolation,
        boolean readOnly,
        Optional<Duration> within,
        int attempts,
        Backoff backoff,
        Optional<Confirmation> confirmation,
        RandomGenerator random,
        Time time) {
    private static final int MOST_ATTEMPTS = 1000;

    public TransactionOptions {
        Problems problems = new Problems();
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            problems.add(
                    "the number of attempts is out of range",
                    attempts + " was given.",
                    "Choose from 1, which never repeats, to " + MOST_ATTEMPTS + ".");
        }
        within.filter(duration ->
                        duration.isNegative() || duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0)
                .ifPresent(wrong -> problems.add(
                        "the time for a transaction is out of range",
                        wrong + " was given.",
                        "Choose from more than nothing to one day."));
        problems.throwIfAny();
    }

    /**
     * The database's isolation, reading and writing, up to 10 attempts, the default backoff, no deadline, and nobody asked
     * about lost answers.
     */
    public static TransactionOptions defaults() {
        return new TransactionOptions(
                Optional.empty(),
                false,
                Optional.empty(),
                10,
                Backoff.defaults(),
                Optional.empty(),
                new Random(),
                Time.SYSTEM);
    }

    public TransactionOptions withIsolation(Isolation level) {
        return new TransactionOptions(
                Optional.of(level), readOnly, within, attempts, backoff, confirmation, random, time);
    }

    public TransactionOptions withReadOnly(boolean only) {
        return new TransactionOptions(isolation, only, within, attempts, backoff, confirmation, random, time);
    }

    public TransactionOptions withDeadlineIn(Duration longest) {
        return new TransactionOptions(
                isolation, readOnly, Optional.of(longest), attempts, backoff, confirmation, random, time);
    }

    public TransactionOptions withAttempts(int most) {
        return new TransactionOptions(isolation, readOnly, within, most, backoff, confirmation, random, time);
    }

    public TransactionOptions withBackoff(Backoff waits) {
        return new TransactionOptions(isolation, readOnly, within, attempts, waits, confirmation, random, time);
    }

    public TransactionOptions withConfirmation(Confirmation way) {
        return new TransactionOptions(isolation, readOnly, within, attempts, backoff, Optional.of(way), random, time);
    }

    public TransactionOptions withRandom(RandomGenerator generator) {
        return new TransactionOptions(isolation, readOnly, within, attempts, backoff, confirmation, generator, time);
    }

    public TransactionOptions withTime(Time clock) {
        return new TransactionOptions(isolation, readOnly, within, attempts, backoff, confirmation, random, clock);
    }
}
