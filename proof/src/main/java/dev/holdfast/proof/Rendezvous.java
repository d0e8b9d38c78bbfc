package dev.holdfast.proof;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A meeting point at which saboteurs force their interleaving: sessions wait until {@code parties} of them are there, or
 * until {@code patience} is over, and then all go on. Thread-safe; usable again and again.
 */
public final class Rendezvous {
    private final int parties;
    private final Duration patience;
    private CyclicBarrier barrier;

    public Rendezvous(int parties, Duration patience) {
        this.parties = parties;
        this.patience = patience;
        this.barrier = new CyclicBarrier(parties);
    }

    /** Whether the others came in time. */
    public boolean meet() {
        CyclicBarrier current = current();
        try {
            current.await(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException | BrokenBarrierException nobodyCame) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized CyclicBarrier current() {
        if (barrier.isBroken()) {
            barrier = new CyclicBarrier(parties);
        }
        return barrier;
    }
}
