package dev.holdfast.connections.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps the time of one server: ticks that the allocator asked for, and rounds of upkeep, every few milliseconds
 * while connections come and go, else as seldom as the shortest of the ages allows.
 */
final class Housekeeper implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long LONGEST_NAP = TimeUnit.SECONDS.toNanos(1);

    private final Server server;
    private final Thread thread;
    private final long round;
    private final long nap;
    private volatile boolean napping;

    /** Something changed since the last round. */
    private volatile boolean stirred = true;

    private volatile boolean stopped;
    private volatile long wakeAt = Long.MAX_VALUE;

    Housekeeper(Server server, String name, long round, long shortestAge) {
        this.server = server;
        this.round = round;
        this.nap = Math.max(round, Math.min(LONGEST_NAP, shortestAge / 4));
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("holdfast-connections-" + name)
                .unstarted(this);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Something changed. Cheap: most calls find that it has been said. */
    void stir() {
        if (!stirred) {
            stirred = true;
            if (napping) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** The allocator wants to be called at this time. */
    void tickAt(long time) {
        if (time < wakeAt) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        long upkeepAt = Server.now();
        while (!stopped) {
            upkeepAt = work(upkeepAt);
            wakeAt = Long.MAX_VALUE; // before the look: whoever asks for a tick after it, wakes us
            wakeAt = Math.min(server.nextTick(), upkeepAt);
            long wait = wakeAt - Server.now();
            if (wait > 0 && !stopped) {
                LockSupport.parkNanos(this, wait);
            }
            if (stirred) {
                upkeepAt = Math.min(upkeepAt, Server.now() + round);
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // this thread must outlive whatever a listener or a bug throws
    private long work(long upkeepAt) {
        long now = Server.now();
        try {
            if (server.nextTick() <= now) {
                server.tick();
            }
            if (upkeepAt > now) {
                return upkeepAt;
            }
            boolean since = stirred;
            stirred = false; // before the look: who changes something after it, says so
            server.upkeep(since);
            napping = server.isQuiet();
        } catch (RuntimeException e) {
            LOG.error("upkeep failed; it goes on", e);
        }
        return Server.now()
                + (napping && !stirred ? nap : round); // read after napping was written: one of us sees the other
    }
}
