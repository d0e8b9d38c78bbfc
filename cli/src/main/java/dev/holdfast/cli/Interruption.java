package dev.holdfast.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while something plays: the thread that plays is interrupted, and the JVM waits until this is closed,
 * so that what was played is reported and the server is gone. The reports themselves are not cut.
 */
final class Interruption implements AutoCloseable {
    private static final int LONGEST_FAREWELL_SECONDS = 20;

    private final Thread player;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean came;

    @GuardedBy("this")
    private boolean playing = true;

    private Interruption(Thread player) {
        this.player = player;
    }

    static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(interruption::onSignal));
        return interruption;
    }

    boolean came() {
        return came;
    }

    /** Whether play was cut short; from now on the thread isn't interrupted any more. */
    synchronized boolean endOfPlay() {
        playing = false;
        boolean signalled = Thread.interrupted();
        return signalled || came;
    }

    /** Beside the thread that plays; the JVM exits when it returns. */
    private void onSignal() {
        if (finished.getCount() == 0) {
            return;
        }
        stop();
        try {
            finished.await(LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void stop() {
        came = true;
        if (playing) {
            player.interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
    }
}
