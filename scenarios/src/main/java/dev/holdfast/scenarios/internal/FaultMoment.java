package dev.holdfast.scenarios.internal;

import dev.holdfast.core.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The meeting of one round: victims arrive, the hand begins to strike, has struck, victims leave, and it is over. Whoever
 * waits does so at most until the time of the round is up. Thread-safe.
 */
final class FaultMoment {
    private static final long NOWHERE = 0;

    private final Deadline end = Deadline.in(Duration.ofSeconds(25));
    private final Map<Integer, Long> backends = new ConcurrentHashMap<>();
    private final CountDownLatch arrivals;
    private final CountDownLatch leavers;
    private final CountDownLatch striking = new CountDownLatch(1);
    private final CountDownLatch struck = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    FaultMoment(int victims, int onlookers) {
        arrivals = new CountDownLatch(victims);
        leavers = new CountDownLatch(victims + onlookers);
    }

    Deadline end() {
        return end;
    }

    /** A victim is there, on a backend. */
    void arrive(int session, long backend) {
        if (backends.putIfAbsent(session, backend) == null) {
            arrivals.countDown();
        }
    }

    /** A victim has ended what was struck, if it came so far. */
    void leave(int session) {
        arrive(session, NOWHERE);
        leavers.countDown();
    }

    /** One who stood by has done all that was to be done meanwhile. */
    void leave() {
        leavers.countDown();
    }

    /** The backends of those who arrived. */
    Set<Long> awaitArrivals() {
        await(arrivals, end.remaining());
        return backends.values().stream().filter(backend -> backend != NOWHERE).collect(Collectors.toUnmodifiableSet());
    }

    void awaitLeavers(Duration patience) {
        await(leavers, patience);
    }

    void beginStriking() {
        striking.countDown();
    }

    void awaitStriking() {
        await(striking, end.remaining());
    }

    void haveStruck() {
        struck.countDown();
    }

    void awaitStruck() {
        await(struck, end.remaining());
    }

    /** Nobody waits any more. */
    void finish() {
        beginStriking();
        haveStruck();
        over.countDown();
    }

    void awaitOver() {
        await(over, end.remaining());
    }

    private static void await(CountDownLatch latch, Duration patience) {
        try {
            boolean came = latch.await(patience.toNanos(), TimeUnit.NANOSECONDS);
            assert came || !came; // who waited in vain finds out by what it does next
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
